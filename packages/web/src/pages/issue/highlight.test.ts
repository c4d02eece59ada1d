import { expect, test } from "vitest";
import { highlight, languageOf } from "./highlight.js";

test.each([
  ["app/cart.ts", "typescript"],
  ["webpack:///src/page.jsx?4f2a", "javascript"],
  ["/srv/app/views/show.html.erb", "erb"],
  ["Order.CS", "csharp"],
  ["/usr/lib/libc.so", undefined],
  ["constructor", undefined],
  [undefined, undefined],
])("the language of %s is %s", (file, language) => {
  expect(languageOf(file)?.name).toBe(language);
});

async function coloured(file: string, lines: readonly string[]) {
  const language = languageOf(file);
  if (!language) throw new Error(`${file} is in a language that is known`);
  return highlight(lines.join("\n"), language);
}

test("code keeps its text and its lines, in coloured tokens, also where one reaches over lines", async () => {
  const code = ["def load(path):", '    """Reads', '    a file."""', "", "    return open(path)  # <b>"];
  const lines = await coloured("load.py", code);
  expect(lines?.map((tokens) => tokens.map(({ text }) => text).join(""))).toEqual(code);
  expect(lines?.[0]).toContainEqual({ text: "def", kind: "keyword" });
  expect(lines?.[2]?.every(({ kind }) => kind === "string")).toBe(true);
  expect(lines?.[4]?.at(-1)).toEqual({ text: "# <b>", kind: "comment" });
});

test("a line of a minified bundle is not coloured", async () => {
  expect(await coloured("app.js", ["a=1;".repeat(3_000)])).toBeUndefined();
});
