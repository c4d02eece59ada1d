import { issues } from "./ja/issues.js";
import { parts } from "./ja/parts.js";
import { projects } from "./ja/projects.js";
import { shell } from "./ja/shell.js";
import { signIn } from "./ja/sign-in.js";
import { status } from "./ja/status.js";
import type { Words } from "./words.js";

export const ja: Words = { shell, parts, signIn, projects, issues, status };
