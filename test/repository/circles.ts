import { posix } from "node:path";
import { importsOf } from "./imports-of.js";
import type { Source } from "./source.js";

/**
 * Circles of files that import values of each other inside one package, each as `a.ts → b.ts → a.ts`. Types may point
 * back, since nothing of them is left at run time. Empty when there are none.
 */
export function circles(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ path }) => path));
  const edges = new Map(sources.map((source) => [source.path, targetsOf(source, known)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) found.push([...way.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of sources) walk(path, []);
  return found;
}

function targetsOf(source: Source, known: ReadonlySet<string>): string[] {
  return importsOf(source).flatMap(({ specifier, isType }) => {
    if (isType || !specifier?.startsWith(".")) return [];
    const joined = posix.join(posix.dirname(source.path), specifier).replace(/\.js$/, "");
    return [`${joined}.ts`, `${joined}.tsx`].filter((path) => known.has(path));
  });
}
