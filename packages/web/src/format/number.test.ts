import { expect, test } from "vitest";
import { fileSize, fullCount, shortCount } from "./number.js";

test("counts stay exact up to four digits and are shortened by the language's own units", () => {
  expect(shortCount(9999, "en")).toBe("9,999");
  expect(shortCount(12_345, "en")).toBe("12.3K");
  expect(shortCount(12_345, "ja")).toBe("1.2万");
  expect(fullCount(1_234_567, "en")).toBe("1,234,567");
});

test("a file's size is told in thousands or millions of bytes, whatever the language counts in", () => {
  expect(fileSize(12_345, "en")).toBe("12.3 kB");
  expect(fileSize(3_400_000, "en")).toBe("3.4 MB");
  expect(fileSize(3_400_000, "ja")).toBe("3.4 MB");
});
