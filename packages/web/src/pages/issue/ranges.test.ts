import { expect, test } from "vitest";
import { RANGES, rangeFor, shownSpan, spanOf, UNIT_MILLISECONDS, writtenSpan, zoomedSpan } from "./ranges.js";

const NOW = Date.UTC(2026, 10, 24, 12, 34, 56);
const DAY = 86_400_000;
/** The service refuses more. */
const POINTS_MAX = 3000;

test.each(RANGES)("%s ends now, on whole units, with no more bars than the service tells", (range) => {
  const { from, to, unit } = spanOf(range, NOW);
  expect(from % UNIT_MILLISECONDS[unit]).toBe(0);
  expect(to).toBeGreaterThanOrEqual(NOW);
  expect((to + 1 - from) / UNIT_MILLISECONDS[unit]).toBeLessThanOrEqual(POINTS_MAX);
  expect(spanOf(range, NOW + 1000)).toEqual(spanOf(range, NOW));
});

test("zooming in shows finer bars, down to minutes and no further", () => {
  expect(zoomedSpan(NOW - 10 * DAY, NOW)?.unit).toBe("hour");
  expect(zoomedSpan(NOW - DAY / 8, NOW)?.unit).toBe("minute");
  expect(zoomedSpan(NOW - 60_000, NOW)).toBeUndefined();
});

test("what was zoomed to is the same for whoever opens the address", () => {
  const span = zoomedSpan(NOW - 3 * 3_600_000 - 1234, NOW - 1234);
  expect(span && shownSpan(writtenSpan(span))).toEqual(span);
  expect(shownSpan("7d")).toBe("7d");
  for (const odd of ["", "8d", "x/y", `${new Date(NOW).toISOString()}/${new Date(NOW - DAY).toISOString()}`])
    expect(shownSpan(odd)).toBeUndefined();
});

test("an issue's first chart reaches back to where it began", () => {
  expect(rangeFor(NOW - DAY / 2, NOW)).toBe("24h");
  expect(rangeFor(NOW - 20 * DAY, NOW)).toBe("30d");
  expect(rangeFor(NOW - 900 * DAY, NOW)).toBe("90d");
});
