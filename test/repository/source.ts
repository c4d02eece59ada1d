import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** A file of the repository. `path` is relative to its root, with `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export const ROOT = join(import.meta.dirname, "..", "..");

const CODE = /\.(ts|tsx|mts|js|mjs)$/;
/** Folders that hold nothing we wrote, and recorded payloads, which nobody may tidy. */
const PASSED_OVER = new Set(["node_modules", "dist", "coverage", "fixtures"]);

/** Every file of ours whose path ends as `ending` says. */
export function filesEnding(ending: RegExp, folder = ""): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return isOurs(entry.name) ? filesEnding(ending, path) : [];
    return ending.test(path) ? [path] : [];
  });
}

/** Every code file: packages, infrastructure, tests, benchmarks and the configuration beside them. */
export const codeFiles = (): Source[] => filesEnding(CODE).map(readSource);

export const readSource = (path: string): Source => ({ path, text: readFileSync(join(ROOT, path), "utf8") });

/** True for code that only tests run: it may use what is never deployed. */
export const isTest = (path: string): boolean =>
  /(\.test|-contract)\.tsx?$/.test(path) || /^(test|bench)\//.test(path);

/** `dist.1234` is a build under way. */
const isOurs = (name: string): boolean =>
  !name.startsWith(".") && !name.startsWith("dist.") && !PASSED_OVER.has(name);
