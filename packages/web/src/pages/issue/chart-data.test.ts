import { expect, test } from "vitest";
import { chartData } from "./chart-data.js";

const point = (minute: number, regions: Record<string, number>) => ({
  at: new Date(minute * 60_000).toISOString(),
  count: Object.values(regions).reduce((sum, count) => sum + count, 0),
  regions,
});

test("regions are stacked in their order, a region nobody named on top", () => {
  const points = [point(0, { a: 1, b: 2 }), point(1, {}), point(2, { c: 4, a: 1 })];
  const { times, regions } = chartData({ unit: "minute", from: "", to: "", points }, ["a", "b"]);
  expect(times).toEqual([0, 60, 120]);
  expect(regions).toEqual([
    { region: "c", tops: [3, 0, 5] },
    { region: "b", tops: [3, 0, 1] },
    { region: "a", tops: [1, 0, 1] },
  ]);
});
