import { posix } from "node:path";
import { HOMES, LAUNCHER, PARTS, type Part, UNBOUND } from "./import-table.js";
import { type Import, importsOf } from "./imports-of.js";
import { isTest, type Source } from "./source.js";

/** What the file imports against the table, a line each: `file:line imports x: why not`. Empty when all is well. */
export function offences(source: Source): string[] {
  return importsOf(source).flatMap((found) => {
    const reason = reasonAgainst(source.path, found);
    return reason
      ? [`${source.path}:${found.line} imports ${found.specifier ?? "a computed name"}: ${reason}`]
      : [];
  });
}

/** The name of the npm package an import asks for; undefined for files of ours and for Node's own modules. */
export function packageOf(specifier: string | undefined): string | undefined {
  if (specifier === undefined || specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** The part a path lies in: `packages/core`, `infra`, or a file at the root. */
function partOf(path: string): string {
  return path.split("/", path.startsWith("packages/") ? 2 : 1).join("/");
}

function reasonAgainst(path: string, found: Import): string | undefined {
  const part = partOf(path);
  if (UNBOUND.includes(part)) return undefined;
  const rules = PARTS[part];
  if (!rules) return `${part} is not in the import table (test/repository/import-table.ts)`;
  if (found.specifier === undefined) return path === LAUNCHER ? undefined : "nobody can tell what that is";

  const target = targetOf(path, found.specifier);
  if (!target) return outsideReason(path, part, found.specifier);
  return (
    formReason(path, target, found.specifier) ?? tableReason({ path, part, rules, target }, found.isType)
  );
}

interface Question {
  readonly path: string;
  readonly part: string;
  readonly rules: Part;
  readonly target: string;
}

function tableReason({ path, part, rules, target }: Question, isType: boolean): string | undefined {
  const allowed = [part, ...rules.may, ...(isTest(path) ? (rules.testsMay ?? []) : [])];
  if (isWithin(target, allowed)) return undefined;
  if (!isWithin(target, rules.types ?? [])) return `${part} may import ${list(allowed.slice(1))} of ours`;
  return isType ? undefined : `${part} may take types alone from there: write \`import type\``;
}

/** The path of ours that is meant, without `src` and ending: `packages/core/event`. Undefined for the outside. */
function targetOf(path: string, specifier: string): string | undefined {
  if (specifier.startsWith("@faultline/")) return specifier.replace("@faultline/", "packages/");
  if (!specifier.startsWith(".")) return undefined;
  const joined = posix.join(posix.dirname(path), specifier);
  return joined.replace(/^(packages\/[^/]+)\/src\//, "$1/").replace(/\.(js|ts|tsx)$/, "");
}

function outsideReason(path: string, part: string, specifier: string): string | undefined {
  const home = HOMES.find(({ outside }) => outside.test(specifier));
  const isAtHome = !home || home.parts.includes(part);
  const isFreeInTests = isTest(path) && specifier.startsWith("node:");
  return isAtHome || isFreeInTests ? undefined : `only ${list(home.parts)} may use it`;
}

/** A file of one's own package goes by its relative path and ending, one of another package by its name. */
function formReason(path: string, target: string, specifier: string): string | undefined {
  const isOwn = partOf(target) === partOf(path);
  if (specifier.startsWith("@faultline/"))
    return isOwn ? "inside a package, import by relative path" : undefined;
  if (!path.startsWith("packages/")) return undefined;
  if (!isOwn) return "another package goes by its name";
  const isWeb = path.startsWith("packages/web/");
  return isWeb || /\.(js|json|css|svg)$/.test(specifier) ? undefined : "a relative import ends in `.js`";
}

const isWithin = (target: string, allowed: readonly string[]): boolean =>
  allowed.some((part) => target === part || target.startsWith(`${part}/`));

const list = (names: readonly string[]): string => (names.length > 0 ? names.join(", ") : "nothing");
