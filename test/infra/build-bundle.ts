import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Bundle } from "./graph.js";
import { ROOT } from "./platform.js";

/** Where bundles lie until `npm run infra` begins anew. */
export const BUNDLES = join(ROOT, ".sst/check");

const BANNER = [
  'import { createRequire as topLevelCreateRequire } from "node:module";',
  "const require = topLevelCreateRequire(import.meta.url);",
].join("\n");

/** Builds a function's real bundle as SST does: one ES module with everything in it, minified. */
export async function buildBundle(functionId: string, handler: string): Promise<Bundle> {
  const dot = handler.lastIndexOf(".");
  // Runs at the same time must not share their bundles.
  const out = join(BUNDLES, String(process.pid), functionId);
  mkdirSync(out, { recursive: true });
  const outfile = join(out, "bundle.mjs");
  await build({
    entryPoints: [join(ROOT, `${handler.slice(0, dot)}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    banner: { js: BANNER },
    logLevel: "silent",
  });
  return { functionId, handler: `bundle.${handler.slice(dot + 1)}`, out, bytes: statSync(outfile).size };
}
