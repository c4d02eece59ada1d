import type { Words } from "./i18n.js";
import { access } from "./ja/access.js";
import { activity } from "./ja/activity.js";
import { issue } from "./ja/issue.js";
import { issues } from "./ja/issues.js";
import { linked } from "./ja/linked.js";
import { parts } from "./ja/parts.js";
import { projects } from "./ja/projects.js";
import { releases } from "./ja/releases.js";
import { savedViews } from "./ja/saved-views.js";
import { setup } from "./ja/setup.js";
import { shell } from "./ja/shell.js";
import { signIn } from "./ja/sign-in.js";
import { status } from "./ja/status.js";

export const ja: Words = {
  shell,
  parts,
  signIn,
  projects,
  issues,
  status,
  issue,
  linked,
  savedViews,
  setup,
  access,
  activity,
  releases,
};
