import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { readBundle } from "./read-bundle.js";

const MAP = JSON.stringify({ version: 3, sources: ["src/a.ts"], names: [], mappings: "AAAA" });

/** As sentry-cli packs what it takes for scripts: all that is not JSON from its first character on. */
function bundleOf(contents: Readonly<Record<string, string>>): Uint8Array {
  const files = Object.fromEntries(
    Object.keys(contents).map((name) => [
      `files/_/_/${name}`,
      { type: "minified_source", url: `~/${name}`, headers: {} },
    ]),
  );
  const packed = Object.entries(contents).map(([name, text]) => [`files/_/_/${name}`, strToU8(text)]);
  return zipSync({ "manifest.json": strToU8(JSON.stringify({ files })), ...Object.fromEntries(packed) });
}

test.each([
  ["\uFEFF", "app.js.map"],
  [")]}'\n", "main.jsbundle.map"],
])(
  "a map that sentry-cli took for a script, since it begins with %j, is one all the same",
  (prefix, name) => {
    const maps = readBundle(bundleOf({ [name]: prefix + MAP }), "1.0");
    expect(maps).toMatchObject([{ release: "1.0", file: name.replace(".map", "") }]);
  },
);

test("what is only called a map is left out", () => {
  expect(readBundle(bundleOf({ "site.map": "<svg/>", "app.js": "let a", "b.map": "{}" }), "1.0")).toEqual([]);
});
