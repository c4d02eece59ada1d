import { access } from "./en/access.js";
import { activity } from "./en/activity.js";
import { issue } from "./en/issue.js";
import { issues } from "./en/issues.js";
import { linked } from "./en/linked.js";
import { parts } from "./en/parts.js";
import { projects } from "./en/projects.js";
import { releases } from "./en/releases.js";
import { savedViews } from "./en/saved-views.js";
import { setup } from "./en/setup.js";
import { shell } from "./en/shell.js";
import { signIn } from "./en/sign-in.js";
import { status } from "./en/status.js";

export const en = {
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
} as const;
