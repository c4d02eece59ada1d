import { expect, test } from "vitest";
import { surelyFits } from "./json-chars-max.js";

const VALUES: readonly unknown[] = [
  null,
  true,
  -1.234567890123456e-300,
  "",
  "plain",
  '"\\\b\f\n\r\t\u0000\u001f\u007f',
  "\ud800 alone, \ud83d\ude00 a pair",
  "日本語 and \u2028",
  [],
  {},
  [1, [2, [3, null]], "x", undefined],
  { a: undefined, "\u0001": { b: ["\u0002".repeat(500)], c: "plain ".repeat(200) } },
  JSON.parse('{"__proto__": {"a": "b"}, "toString": 1}'),
];

test("what surely fits does fit, to the character", () => {
  for (const value of VALUES) {
    const { length } = JSON.stringify(value);
    expect(surelyFits(value, length - 1), JSON.stringify(value)).toBe(false);
    for (let max = length; max < 8 * length + 200; max++)
      if (surelyFits(value, max)) expect(length).toBeLessThanOrEqual(max);
  }
});

test("an event of usual size is told to fit, its lines of source included", () => {
  const code = Object.fromEntries(
    Array.from({ length: 400 }, (_, line) => [`${line}`, `\tconst total = "sum of ${line}";`]),
  );
  expect(surelyFits({ code }, 100 * 1024)).toBe(true);
  expect(surelyFits({ code, text: "x".repeat(50 * 1024) }, 100 * 1024)).toBe(false);
});
