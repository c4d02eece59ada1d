import { expect, test } from "vitest";
import { ago, duration, exactTime } from "./time.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const before = (milliseconds: number) => ago(NOW - milliseconds, NOW, "en");

test("an age is told in the largest unit that fits, and is never rounded up", () => {
  expect(before(59_000)).toBeUndefined();
  expect(before(60_000)).toBe("1m ago");
  expect(before(119 * 60_000)).toBe("1h ago");
  expect(before(47 * 3_600_000)).toBe("1d ago");
  expect(before(400 * 86_400_000)).toBe("1y ago");
});

test("a time ahead is told as such, in either language", () => {
  expect(ago(NOW + 3_600_000, NOW, "en")).toBe("in 1h");
  expect(ago(NOW - 3_600_000, NOW, "ja")).toBe("1時間前");
});

test("an exact time names its zone", () => {
  expect(exactTime(NOW, "en", "UTC")).toMatch(/Nov 24, 2026.*12:00:00 UTC/);
  expect(exactTime(NOW + 43_200_000, "en", "UTC")).toMatch(/Nov 25, 2026.*00:00:00 UTC/);
});

test("durations are in the unit a person would use", () => {
  expect(duration(840, "en")).toBe("840 ms");
  expect(duration(2400, "en")).toBe("2.4 sec");
  expect(duration(180_000, "en")).toBe("3 min");
});
