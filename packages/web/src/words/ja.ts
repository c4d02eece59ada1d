import { issue } from "./ja/issue.js";
import { issues } from "./ja/issues.js";
import { linked } from "./ja/linked.js";
import { parts } from "./ja/parts.js";
import { projects } from "./ja/projects.js";
import { setup } from "./ja/setup.js";
import { shell } from "./ja/shell.js";
import { signIn } from "./ja/sign-in.js";
import { status } from "./ja/status.js";
import type { Words } from "./words.js";

export const ja: Words = { shell, parts, signIn, projects, issues, status, issue, linked, setup };
