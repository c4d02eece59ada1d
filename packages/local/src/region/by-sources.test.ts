import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { bySources } from "./by-sources.js";

test("a stack of a bundle names the sources it was made of, and what is no bundle stays", () => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-"));
  const source = join(folder, "broken.ts");
  writeFileSync(
    source,
    'interface Unused {\n  a: number;\n}\nexport const broken = (): Error =>\n  new Error("it broke");\n',
  );
  const bundle = join(folder, "dist", "bundle.mjs");
  buildSync({ entryPoints: [source], outfile: bundle, bundle: true, format: "esm", sourcemap: true });
  const lines = readFileSync(bundle, "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes("new Error("));
  const place = `${line + 1}:${(lines[line] ?? "").indexOf("new Error(") + 1}`;
  const stack = `Error: it broke\n    at broken (${pathToFileURL(bundle).href}:${place})\n    at file:///no/bundle.js:1:2`;
  expect(bySources(stack)).toBe(
    `Error: it broke\n    at broken (${source}:5:3)\n    at file:///no/bundle.js:1:2`,
  );
});
