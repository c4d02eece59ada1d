import { expect, test } from "vitest";
import { ranIn } from "./walk/ran-in.js";

const SOURCE = "function a(){}const b=__name(()=>1);list.map((x)=>x);function idle(){}";
const at = (text: string): number => SOURCE.indexOf(text);

test("of a file of ours, what has run and has a name is counted, declared or as a constant", async () => {
  const ran = (functionName: string, startOffset: number, count = 1) => ({
    functionName,
    isBlockCoverage: false,
    ranges: [{ startOffset, endOffset: SOURCE.length, count }],
  });
  const functions = [
    ran("", 0),
    ran("a", at("function a")),
    ran("", at("()=>1")),
    ran("", at("(x)=>x")),
    ran("idle", at("function idle"), 0),
  ];
  const scripts = ["core/src/a.ts", "local/src/b.ts"].map((path, place) => ({
    scriptId: String(place),
    url: `file:///x/packages/${path}`,
    functions,
  }));
  expect(await ranIn(scripts, async () => SOURCE)).toEqual([{ file: "core/a.ts", names: ["a", "b"] }]);
});
