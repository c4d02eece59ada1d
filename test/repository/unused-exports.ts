import { posix } from "node:path";
import { type EcmaScriptModule, parseSync } from "oxc-parser";
import type { Source } from "./source.js";

interface Uses {
  /** Names that some file imports, by the file they are asked from. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files that are imported at run time or as a whole, each with the text of whoever does it. */
  readonly wholes: ReadonlyMap<string, string>;
}

const EXTENSIONS = [".ts", ".tsx", ".mts", ".js"];

/**
 * What files export and no other file imports, a line each: `file:line exports x, which nobody imports`. `entries` are
 * files that something else than an import asks for: their exports are free.
 */
export function unusedExports(sources: readonly Source[], entries: readonly RegExp[]): string[] {
  const modules = sources.map((source) => ({
    source,
    module: parseSync(source.path, source.text).module,
  }));
  const paths = new Set(sources.map(({ path }) => path));
  const uses = usesOf(modules, paths);
  return modules
    .filter(({ source }) => !entries.some((entry) => entry.test(source.path)))
    .flatMap(({ source, module }) =>
      exportsOf(module)
        .filter(({ name }) => !isUsed(source.path, name, uses))
        .map(({ name, start }) => {
          const line = source.text.slice(0, start).split("\n").length;
          return `${source.path}:${line} exports ${name}, which nobody imports`;
        }),
    );
}

interface Exported {
  readonly name: string;
  readonly start: number;
}

function exportsOf(module: EcmaScriptModule): Exported[] {
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, start }) => {
      if (exportName.kind === "None") return [];
      return [{ name: exportName.name ?? "default", start: exportName.start ?? start }];
    }),
  );
}

function isUsed(path: string, name: string, { names, wholes }: Uses): boolean {
  const isNamed = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  return names.get(path)?.has(name) || isNamed.test(wholes.get(path) ?? "");
}

interface Parsed {
  readonly source: Source;
  readonly module: EcmaScriptModule;
}

function usesOf(modules: readonly Parsed[], paths: ReadonlySet<string>): Uses {
  const names = new Map<string, Set<string>>();
  const wholes = new Map<string, string>();
  for (const { source, module } of modules) {
    const add = (specifier: string, name: string | undefined): void => {
      const target = targetOf(source.path, specifier, paths);
      if (target === undefined) return;
      if (name === undefined) wholes.set(target, (wholes.get(target) ?? "") + source.text);
      else names.set(target, (names.get(target) ?? new Set()).add(name));
    };
    for (const [specifier, name] of asksOf(source, module)) add(specifier, name);
  }
  return { names, wholes };
}

/** What a file asks for: a specifier and a name, or no name when it asks for all of it. */
function asksOf({ text }: Source, module: EcmaScriptModule): [specifier: string, name: string | undefined][] {
  const nameOf = ({ kind, name }: { kind: string; name: string | null }): string | undefined =>
    kind === "Default" ? "default" : (name ?? undefined);
  const imported = module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries.map(({ importName }): [string, string | undefined] => [moduleRequest.value, nameOf(importName)]),
  );
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName }): [string, string | undefined][] =>
      moduleRequest ? [[moduleRequest.value, nameOf(importName)]] : [],
    ),
  );
  const atRunTime = module.dynamicImports.map(({ moduleRequest }): [string, undefined] => [
    text.slice(moduleRequest.start + 1, moduleRequest.end - 1),
    undefined,
  ]);
  return [...imported, ...passedOn, ...atRunTime];
}

/** The file of ours that is meant; undefined for the outside. */
function targetOf(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  const base = specifier.startsWith("@faultline/")
    ? specifier.replace(/^@faultline\/([^/]+)\//, "packages/$1/src/")
    : posix.join(posix.dirname(from), specifier.startsWith(".") ? specifier : "/");
  const stem = base.replace(/\.(js|ts|tsx)$/, "");
  return EXTENSIONS.map((extension) => stem + extension).find((path) => paths.has(path));
}
