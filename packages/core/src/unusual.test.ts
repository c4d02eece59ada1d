import { expect, test } from "vitest";
import type { Point } from "./timeline.js";
import { daysKnown, unusualFrom, unusualText, usualOf } from "./unusual.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TODAY = Date.UTC(2026, 10, 24);

const hour = (daysAgo: number, at: number, count: number): Point => ({
  at: TODAY - daysAgo * DAY + at * HOUR,
  count,
  regions: {},
});

test("what is usual is the busiest hour of a day in the middle of seven, so that one flood does not make floods usual", () => {
  const quiet = [1, 2, 3, 4, 5, 6].flatMap((day) => [hour(day, 3, 2), hour(day, 14, 7)]);
  const usual = usualOf(TODAY, 7, [...quiet, hour(7, 9, 5000)]);
  expect(usual).toEqual({ day: TODAY, days: 7, busiest: 7 });
  expect(unusualFrom(usual)).toBe(21);
  expect(unusualText(42, usual)).toBe(
    "42 events in this hour: the busiest hour of a day usually has 7 (the median of 7 days), and 21 are unusual",
  );
});

test("a job that floods one hour every day is usual", () => {
  const jobs = [1, 2, 3, 4, 5, 6, 7].map((day) => hour(day, 3, 1000));
  expect(unusualFrom(usualOf(TODAY, 7, jobs))).toBe(3000);
});

test("of a quiet issue ten events in an hour are unusual, and of one that is known for two days nobody can say", () => {
  expect(unusualFrom(usualOf(TODAY, 3, [hour(1, 3, 1)]))).toBe(10);
  expect(unusualText(12, usualOf(TODAY, 3, []))).toContain("usually there are none");
  expect(unusualFrom(usualOf(TODAY, 2, [hour(1, 3, 1)]))).toBeUndefined();
});

test("an issue is known for the whole days before, seven at the most", () => {
  expect(daysKnown(TODAY, TODAY + HOUR)).toBe(0);
  expect(daysKnown(TODAY, TODAY - HOUR)).toBe(1);
  expect(daysKnown(TODAY, TODAY - 40 * DAY)).toBe(7);
});
