import { remembering } from "../../remembering.js";

/** Where a frame lies, told the same way whoever reported it. */
interface Placed {
  readonly file: string;
  /** The team's own code, not a library's or the runtime's. */
  readonly inApp: boolean;
  /** True when the client says where the project lies, and the file lies there. */
  readonly isOfProject: boolean;
}

const FOREIGN = [
  /(^|[\\/])(node_modules|bower_components|jspm_packages|vendor|site-packages|dist-packages|gems|GEM_ROOT|\.cargo|\.rustup)[\\/]/,
  /(^|[\\/])pkg[\\/]mod[\\/]/, // Go modules
  /^(node:|internal[\\/]|native\b|<|\[|wasm:|chrome-extension:|moz-extension:|webpack\/(bootstrap|runtime))/,
  /^(java|javax|jdk|sun|kotlin|scala|System|Microsoft)[./]/,
  /[\\/](lib[\\/](python|ruby)[\d.]*|usr[\\/]lib|usr[\\/]local[\\/]go[\\/]src|libexec)[\\/]/,
];

/** What SDKs write in place of the project's root. */
const PLACEHOLDERS = ["[PROJECT_ROOT]", "/PROJECT_ROOT"];

/**
 * Places a file: project roots, schemes and query strings go, and it is told whether the rest is the team's
 * own code. A host stays: it tells a page's own scripts from others'.
 */
export const place = (file: string, roots: readonly string[] = []): Placed =>
  roots.length === 0 ? placedAlone(file, file) : placed(file, roots);

/** Stacks repeat the same few files. */
const placedAlone = remembering((file: string) => placed(file, []));

function placed(file: string, roots: readonly string[]): Placed {
  const bare = unqualified(file);
  const ofProject = below(bare, PLACEHOLDERS) ?? below(bare, roots);
  const relative = ofProject ?? bare;
  const inApp = relative !== "" && !FOREIGN.some((pattern) => pattern.test(relative));
  return { file: relative, inApp, isOfProject: ofProject !== undefined };
}

/** The file's path from the first root it lies below; undefined when it lies below none. */
function below(file: string, roots: readonly string[]): string | undefined {
  for (const root of roots) {
    const length = lengthOf(root);
    const isBelow = length > 0 && file.startsWith(root.slice(0, length)) && /^[\\/]/.test(file.slice(length));
    if (isBelow) return file.slice(length + 1);
  }
  return undefined;
}

const ROOT_CHARS_MAX = 1_024;

/** Without its slashes at the end; 0 for one that no file can lie below. It is asked for each frame of a report. */
function lengthOf(root: string): number {
  if (root.length > ROOT_CHARS_MAX) return 0;
  let length = root.length;
  while (length > 0 && (root[length - 1] === "/" || root[length - 1] === "\\")) length -= 1;
  return length;
}

function unqualified(file: string): string {
  return file
    .replace(
      /^(webpack|webpack-internal|app|file|https?|capacitor|ionic):\/\/\/?(?:[^/]*\/(?=\.?\/))?/,
      schemeless,
    )
    .replace(/[?#].*/s, "")
    .replace(/^\.\//, "");
}

/** What is left of a URL: the path for a file, what follows the host for a page. */
function schemeless(matched: string): string {
  return matched.startsWith("file:") ? "/" : "";
}
