import { describe, expect, test } from "vitest";
import { parseJson } from "./json.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test("JSON in UTF-8 is what it says", () => {
  expect(parseJson(bytes('{"text":"エラー \\" [[[","list":[1,null]}'))).toEqual({
    text: 'エラー " [[[',
    list: [1, null],
  });
});

describe("anything else is refused as invalid_json", () => {
  test.each([
    ["no JSON", bytes("hello")],
    ["nothing", bytes("")],
    ["NaN", bytes('{"value":NaN}')],
    ["a cut text", bytes('{"value":"')],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
    ["lists in lists beyond all reason", bytes(nested(10_001))],
    ["objects, too", bytes(`${'{"a":'.repeat(10_001)}1${"}".repeat(10_001)}`)],
  ])("%s", (_what, body) => {
    expect(() => parseJson(body)).toThrow(expect.objectContaining({ code: "invalid_json" }));
  });
});

test("brackets in a text, and many side by side, are not depth", () => {
  expect(parseJson(bytes(`"${"[".repeat(20_000)}"`))).toHaveLength(20_000);
  expect(parseJson(bytes(`"${'\\"['.repeat(20_000)}"`))).toHaveLength(40_000);
  expect(parseJson(bytes(`[${Array(20_000).fill("[]").join(",")}]`))).toHaveLength(20_000);
  expect(() => parseJson(bytes(nested(10_000)))).not.toThrow();
});
