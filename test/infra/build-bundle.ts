import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { build, type Metafile } from "esbuild";
import type { Built } from "./graph.js";
import { ROOT } from "./platform.js";

/** Where bundles lie until `npm run infra` begins anew. */
export const BUNDLES = join(ROOT, ".sst/check");

const FUNCTIONS = "packages/functions/src";

const BANNER = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  "const require = topLevelCreateRequire(import.meta.url);",
].join("\n");

/** Builds every function there is, by the path of its source without the ending. */
export async function buildBundles(): Promise<Record<string, Built>> {
  const sources = readdirSync(join(ROOT, FUNCTIONS)).filter((name) => /^\w+\.ts$/.test(name));
  const paths = sources.map((name) => `${FUNCTIONS}/${name.replace(/\.ts$/, "")}`);
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await buildBundle(path)] as const)),
  );
}

/**
 * Builds a function's real bundle as SST does: an ES module, and beside it those that are loaded when they are needed, all
 * minified. `bytes` are of what is loaded at the start.
 */
export async function buildBundle(path: string): Promise<Built> {
  const { outputFiles, metafile } = await build({
    entryPoints: { bundle: join(ROOT, `${path}.ts`) },
    bundle: true,
    splitting: true,
    outdir: BUNDLES,
    outExtension: { ".js": ".mjs" },
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    banner: { js: BANNER },
    logLevel: "silent",
    metafile: true,
    absWorkingDir: ROOT,
    write: false,
  });
  // Named by their content, so that runs at the same time do not get in each other's way.
  const hash = createHash("sha256");
  for (const { contents } of outputFiles) hash.update(contents);
  const out = join(BUNDLES, hash.digest("hex").slice(0, 16));
  if (!existsSync(out)) {
    const half = `${out}.${process.pid}`;
    mkdirSync(half, { recursive: true });
    for (const { path: file, contents } of outputFiles) writeFileSync(join(half, basename(file)), contents);
    renameSync(half, out);
  }
  return { out, bytes: bytesAtStart(metafile.outputs, relative(ROOT, join(BUNDLES, "bundle.mjs"))) };
}

/** Of a module and all it imports, but for what it imports later. */
function bytesAtStart(outputs: Metafile["outputs"], entry: string): number {
  const seen = new Set<string>([entry]);
  let bytes = 0;
  for (const name of seen) {
    const output = outputs[name];
    if (!output) continue;
    bytes += output.bytes;
    for (const { path, kind } of output.imports) if (kind === "import-statement") seen.add(path);
  }
  return bytes;
}
