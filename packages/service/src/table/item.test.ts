import { expect, test } from "vitest";
import { itemBytes } from "./item.js";

// Sizes as https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html has them.
const KEY = { pk: "p", sk: "s" };
const ofKey = 6;

test("an item is as large as its names and its texts in UTF-8", () => {
  expect(itemBytes(KEY)).toBe(ofKey);
  expect(itemBytes({ ...KEY, text: "注文" })).toBe(ofKey + 4 + 6);
});

test("a number takes a byte for two of its significant digits, and one more; its zeros at either end take none", () => {
  const bytesOf = (n: number): number => itemBytes({ ...KEY, n }) - ofKey - 1;
  expect([0, 7, 42, 100, 1_795_521_619_840, 0.05, 1e21].map(bytesOf)).toEqual([2, 2, 2, 2, 7, 2, 2]);
  expect(bytesOf(-42)).toBe(3);
  expect(bytesOf(1.25)).toBe(3);
});

test("a list or map takes three bytes, and one for each of what it holds", () => {
  expect(itemBytes({ ...KEY, list: [true, null] })).toBe(ofKey + 4 + 3 + 2 * (1 + 1));
  expect(itemBytes({ ...KEY, map: { a: new Uint8Array(5) } })).toBe(ofKey + 3 + 3 + 1 + (1 + 5));
});
