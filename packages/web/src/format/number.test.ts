import { expect, test } from "vitest";
import { fullCount, shortCount } from "./number.js";

test("counts stay exact up to four digits and are shortened by the language's own units", () => {
  expect(shortCount(9999, "en")).toBe("9,999");
  expect(shortCount(12_345, "en")).toBe("12.3K");
  expect(shortCount(12_345, "ja")).toBe("1.2万");
  expect(fullCount(1_234_567, "en")).toBe("1,234,567");
});
