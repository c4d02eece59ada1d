import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
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

/** Builds a function's real bundle as SST does: one ES module with everything in it, minified. */
export async function buildBundle(path: string): Promise<Built> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, `${path}.ts`)],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    banner: { js: BANNER },
    logLevel: "silent",
    write: false,
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error(`${path} gave no bundle`);
  // Named by their content, so that runs at the same time do not get in each other's way.
  const name = createHash("sha256").update(bundle.contents).digest("hex").slice(0, 16);
  const out = join(BUNDLES, name);
  if (!existsSync(out)) {
    const half = `${out}.${process.pid}`;
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, "bundle.mjs"), bundle.contents);
    renameSync(half, out);
  }
  return { out, bytes: bundle.contents.length };
}
