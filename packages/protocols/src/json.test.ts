import { describe, expect, test } from "vitest";
import { parseJson, parseLooseJson } from "./json.js";

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

test("what Python writes for no number is null, and stays what it is inside of texts", () => {
  const python = '{"a":NaN,"b":[-Infinity,Infinity,1],"c":"NaN \\" -Infinity \\\\","d":-1,"e":"I"}';
  expect(parseLooseJson(bytes(python))).toEqual({
    a: null,
    b: [null, null, 1],
    c: 'NaN " -Infinity \\',
    d: -1,
    e: "I",
  });
  expect(parseLooseJson(bytes('{"a":inf,"b":[-inf,nan,null],"c":"inf"}'))).toEqual({
    a: null,
    b: [null, null, null],
    c: "inf",
  });
  for (const broken of ['{"a":info}', '{"a":NaNs}', '{"a":NaN', "NaN", '{"a":"NaN', "null"])
    expect(() => parseLooseJson(bytes(broken)), broken).toThrow(
      expect.objectContaining({ code: "invalid_json" }),
    );
});

test("a backslash that begins no escape stands for itself, and those that do are left alone", () => {
  expect(parseLooseJson(bytes('{"a":"\\x41 \\u00 \\u00e9 \\\\x \\" \\n","b":NaN}'))).toEqual({
    a: '\\x41 \\u00 é \\x " \n',
    b: null,
  });
});

test.each([
  ["backslashes", `{"a":"${"\\".repeat(1_000_000)}`],
  ["escaped quotes in a text without an end", `{"a":"${'\\"'.repeat(500_000)}`],
  ["the same beside NaN", `{"b":NaN,"a":"${'\\"'.repeat(500_000)}`],
  ["quotes alone, and NaN", `NaN${'"'.repeat(1_000_001)}`],
  ["minus signs", `[NaN,${"-".repeat(1_000_000)}`],
])("a megabyte of %s costs no more than reading it", (_, text) => {
  const before = process.cpuUsage();
  expect(() => parseLooseJson(bytes(text))).toThrow(expect.objectContaining({ code: "invalid_json" }));
  const { user } = process.cpuUsage(before);
  // In proportion to the square, it is minutes.
  expect(user / 1000).toBeLessThan(1_000);
});
