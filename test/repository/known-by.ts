import { posix } from "node:path";
import { importsOf } from "./imports-of.js";
import { isTest, type Source } from "./source.js";

/** Which shipped files import a file of ours, by its path without ending: relative, or by a package's name. */
export function importers(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const source of sources) {
    if (isTest(source.path)) continue;
    for (const { specifier } of importsOf(source)) {
      const target = specifier === undefined ? undefined : stemOf(source.path, specifier);
      if (target !== undefined) found.set(target, [...(found.get(target) ?? []), source.path]);
    }
  }
  return found;
}

function stemOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@faultline/"))
    return specifier.replace(/^@faultline\/([^/]+)\//, "packages/$1/src/");
  if (!specifier.startsWith(".")) return undefined;
  return posix.join(posix.dirname(from), specifier).replace(/\.(js|ts|tsx)$/, "");
}
