import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type * as Esbuild from "esbuild";
import type { Override } from "./graph.js";
import { fromPlatform, PLATFORM, providers, ROOT } from "./platform.js";

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
  'const __dirname = topLevelFileUrlToPath(new URL(".", import.meta.url));',
].join("\n");

interface Part {
  readonly name: string;
  readonly source: string;
  readonly define: Readonly<Record<string, unknown>>;
  readonly banner: string;
  /** Gives the program its globals: `sst`, `aws`, `$interpolate` and so on. */
  readonly hasGlobals: boolean;
  readonly overrides: readonly Override[];
}

/** Bundles a part of the program as the SST command line does. Gives back the file to import. */
export async function bundleProgram({
  name,
  source,
  define,
  banner,
  hasGlobals,
  overrides,
}: Part): Promise<string> {
  const esbuild: typeof Esbuild = fromPlatform("esbuild");
  const outfile = join(PLATFORM, `check.${process.pid}.${name}.mjs`);
  await esbuild.build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: `check-${name}.ts`, loader: "ts" },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    external: EXTERNAL,
    nodePaths: [join(PLATFORM, "node_modules")],
    define: Object.fromEntries(Object.entries(define).map(([key, value]) => [key, JSON.stringify(value)])),
    banner: { js: `${BANNER}\n${banner}` },
    inject: hasGlobals ? [join(PLATFORM, "src/shim/run.js")] : [],
    plugins: [ownFiles(hasGlobals ? globals() : "", overrides)],
    logLevel: "silent",
  });
  return outfile;
}

function globals(): string {
  const imports = providers().map(({ alias, package: name }) => `import * as ${alias} from "${name}";`);
  return [...imports, `import * as sst from "${join(PLATFORM, "src/components")}";`, ""].join("\n");
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
