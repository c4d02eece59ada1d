import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const GZIPPED_BYTES_MAX = 6 * 1024;

const bundled = (entry: string, platform: "browser" | "node") =>
  build({
    entryPoints: [new URL(`./${entry}.ts`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform,
    write: false,
    metafile: true,
    logLevel: "silent",
  });

test("what a page loads is smaller than 6 KB, minified and gzipped, and is ours alone", async () => {
  const { outputFiles, metafile } = await bundled("browser", "browser");
  const bytes = gzipSync(outputFiles[0]?.contents ?? "").length;
  process.stdout.write(`client for browsers: ${bytes} bytes minified and gzipped\n`);
  expect(bytes).toBeGreaterThan(1024);
  expect(bytes).toBeLessThan(GZIPPED_BYTES_MAX);
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith("packages/client/src/"))).toEqual([]);
});

test("what Node loads needs nothing but Node", async () => {
  const { metafile } = await bundled("node", "node");
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((path) => !path.startsWith("node:"))).toEqual([]);
});
