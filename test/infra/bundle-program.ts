import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { join, relative } from "node:path";
import type * as Esbuild from "esbuild";
import type { Override } from "./graph.js";
import { fromPlatform, PLATFORM, platformVersion, providers, ROOT } from "./platform.js";

const EXTERNAL = [
  "@pulumi/*",
  "@pulumiverse/*",
  "@sst-provider/*",
  "@aws-sdk/*",
  "undici",
  "esbuild",
  "archiver",
  "glob",
  "vite",
];

// What CommonJS parts of the bundle expect to find in an ES module.
const BANNER = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  'import { fileURLToPath as topLevelFileUrlToPath } from "node:url";',
  "const require = topLevelCreateRequire(import.meta.url);",
  "const __filename = topLevelFileUrlToPath(import.meta.url);",
  'const __dirname = topLevelFileUrlToPath(new URL("./", import.meta.url));',
].join("\n");

/** What the command line compiles into the program as constants; here each run sets them before it loads anything. */
const CONSTANTS = ["$app", "$cli", "$dev", "$input"];

const OPTIONS = {
  bundle: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  nodePaths: [join(PLATFORM, "node_modules")],
  define: Object.fromEntries(CONSTANTS.map((name) => [name, `globalThis.${name}`])),
  logLevel: "silent",
} satisfies Esbuild.BuildOptions;

/** The names a program's files find without importing them, as SST's shim exports them. */
const SHIM = join(PLATFORM, "src/shim/run.js");
const PLATFORM_SOURCE = [
  `export * from "${SHIM}";`,
  `export { run } from "${join(PLATFORM, "src/auto/run.ts")}";`,
  `export * as sst from "${join(PLATFORM, "src/components")}";`,
].join("\n");

/** The file of SST's whole platform as one module. It takes seconds to bundle and is the same for every run. */
export async function bundlePlatform(): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify([platformVersion(), OPTIONS, PLATFORM_SOURCE]));
  const file = join(PLATFORM, `check.${key.digest("hex").slice(0, 12)}.mjs`);
  if (existsSync(file)) return file;
  const esbuild: typeof Esbuild = fromPlatform("esbuild");
  const outfile = `${file}.${process.pid}`;
  await esbuild.build({
    ...OPTIONS,
    stdin: { contents: PLATFORM_SOURCE, resolveDir: PLATFORM, sourcefile: "check-platform.ts", loader: "ts" },
    outfile,
    external: EXTERNAL,
    banner: { js: BANNER },
    inject: [SHIM],
  });
  renameSync(outfile, file);
  return file;
}

interface Part {
  readonly name: string;
  readonly source: string;
  /** Put on top of each of the project's own files. */
  readonly prefix: string;
  readonly overrides: readonly Override[];
}

/** Bundles a part of the program as the SST command line does, beside the platform. Gives back the file to import. */
export async function bundleProgram({ name, source, prefix, overrides }: Part): Promise<string> {
  const esbuild: typeof Esbuild = fromPlatform("esbuild");
  const outfile = join(PLATFORM, `check.${process.pid}.${name}.mjs`);
  await esbuild.build({
    ...OPTIONS,
    stdin: { contents: source, resolveDir: ROOT, sourcefile: `check-${name}.ts`, loader: "ts" },
    outfile,
    external: [...EXTERNAL, join(PLATFORM, "check.*.mjs")],
    banner: { js: BANNER },
    plugins: [ownFiles(prefix, overrides)],
  });
  return outfile;
}

/** Imports of all that a program's files find without importing it. */
export function globalsOf(platform: string): string {
  const imports = providers().map(({ alias, package: name }) => `import * as ${alias} from "${name}";`);
  const shim = [...readFileSync(SHIM, "utf8").matchAll(/as "(\$\w+)"/g)].map(([, name]) => name);
  return [...imports, `import { sst, ${shim.join(", ")} } from "${platform}";`, ""].join("\n");
}

/** Loads the project's own files with the globals on top, and with this run's changes. */
function ownFiles(prefix: string, overrides: readonly Override[]): Esbuild.Plugin {
  const wanted = new Set(overrides.map(({ file }) => file));
  return {
    name: "own-files",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = relative(ROOT, path);
        const isOwn = !file.startsWith("..") && !file.startsWith(".sst") && !file.includes("node_modules");
        if (!isOwn) return undefined;
        const changed = wanted.has(file)
          ? change(readFileSync(path, "utf8"), file, overrides)
          : readFileSync(path, "utf8");
        return { contents: prefix + changed, loader: "ts" };
      });
    },
  };
}

function change(text: string, file: string, overrides: readonly Override[]): string {
  return overrides
    .filter((override) => override.file === file)
    .reduce((changed, { find, replace }) => {
      if (!changed.includes(find)) throw new Error(`${file} does not hold ${JSON.stringify(find)}`);
      return changed.replace(find, replace);
    }, text);
}
