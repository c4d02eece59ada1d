import { expect, test } from "vitest";
import { alignSeries, timesOf } from "./align-series.js";

const metric = (region: string, ...points: [at: string, value: number][]) => ({
  name: "events",
  label: "Events",
  unit: "events",
  region,
  points: points.map(([at, value]) => ({ at, value })),
});

test("a minute in which a region said nothing is a gap, not a zero", () => {
  const metrics = [
    metric("east", ["2026-11-24T12:00:00Z", 3], ["2026-11-24T12:02:00Z", 0]),
    metric("west", ["2026-11-24T12:01:00Z", 5]),
  ];
  const noon = Date.parse("2026-11-24T12:00:00Z") / 1000;
  const times = timesOf(metrics);
  expect(times).toEqual([noon, noon + 60, noon + 120]);
  expect(alignSeries(metrics, ["east", "west"], times)).toEqual([
    [3, null, 0],
    [null, 5, null],
  ]);
});

test("regions that measure within the same minute share its place", () => {
  const metrics = [metric("east", ["2026-11-24T12:00:01Z", 1]), metric("west", ["2026-11-24T12:00:59Z", 2])];
  expect(alignSeries(metrics, ["east", "west"], timesOf(metrics))).toEqual([[1], [2]]);
});
