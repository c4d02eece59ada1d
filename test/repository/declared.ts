import { LAUNCHER } from "./import-table.js";
import { importsOf } from "./imports-of.js";
import { packageOf } from "./judge.js";
import { isTest, type Source } from "./source.js";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>> | undefined;
  readonly devDependencies?: Readonly<Record<string, string>> | undefined;
}

interface Use {
  readonly where: string;
  readonly name: string;
  readonly isShipped: boolean;
  readonly isType: boolean;
}

/**
 * Where a package's imports and its manifest disagree, a line each: an import it does not declare, a
 * dependency nothing it ships imports. What only tests or types need may be a devDependency, its own or the root's.
 */
export function disagreements(manifest: Manifest, root: Manifest, sources: readonly Source[]): string[] {
  const shipped = Object.keys(manifest.dependencies ?? {});
  const all = [...shipped, ...Object.keys({ ...manifest.devDependencies, ...root.devDependencies })];
  const uses = sources.flatMap(usesOf).filter(({ name }) => name !== manifest.name);
  const isDeclared = ({ name, isShipped, isType }: Use): boolean =>
    isShipped && !isType ? shipped.includes(name) : all.includes(name) || all.includes(typesOf(name));
  const missing = uses.filter((use) => !isDeclared(use));
  const used = new Set(uses.filter(({ isShipped }) => isShipped).map(({ name }) => name));
  const unused = shipped.filter((name) => !used.has(name));
  return [
    ...missing.map(({ where, name }) => `${where} imports ${name}, which ${manifest.name} does not declare`),
    ...unused.map((name) => `${manifest.name} declares ${name}, which nothing it ships imports`),
  ];
}

/** The package that holds the types of one that brings none: `@types/a`, `@types/scope__a`. */
const typesOf = (name: string): string => `@types/${name.replace(/^@/, "").replace("/", "__")}`;

function usesOf(source: Source): Use[] {
  const isProgram = source.path.includes("/src/") || source.path === LAUNCHER;
  const isShipped = isProgram && !isTest(source.path);
  return importsOf(source).flatMap(({ specifier, line, isType }) => {
    const name = packageOf(specifier);
    return name ? [{ where: `${source.path}:${line}`, name, isShipped, isType }] : [];
  });
}
