import { expect, test } from "vitest";
import { trendOf } from "./trend-of.js";

const point = (count: number, regions: Record<string, number>) => ({ at: "", count, regions });

test("a short timeline keeps its points, each region's beside the sum", () => {
  expect(trendOf([point(3, { a: 2, b: 1 }), point(0, {}), point(4, { b: 4 })])).toEqual({
    counts: [3, 0, 4],
    regions: { a: [2, 0, 0], b: [1, 0, 4] },
    totals: { a: 2, b: 5 },
  });
});

test("a long one is added up to at most 48 bars, and no event is lost of it", () => {
  const { counts, totals } = trendOf(Array.from({ length: 90 }, () => point(1, { a: 1 })));
  expect(counts).toHaveLength(45);
  expect(counts.every((count) => count === 2)).toBe(true);
  expect(totals).toEqual({ a: 90 });
});

test("nothing is no bar", () => {
  expect(trendOf([])).toEqual({ counts: [], regions: {}, totals: {} });
});
