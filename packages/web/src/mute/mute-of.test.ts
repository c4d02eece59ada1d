import { expect, test } from "vitest";
import { isEndless, isMutedAt, muteFor, muteOf, type WrittenMute } from "./mute-of.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const written: WrittenMute = { ends: "time", until: "2026-11-25T12:00:00Z", count: "5", window: "hour" };

test("a mute ends by what was chosen, whatever stands in the other fields", () => {
  expect(muteOf(written, NOW)).toEqual({ until: "2026-11-25T12:00:00.000Z" });
  expect(muteOf({ ...written, ends: "week" }, NOW)).toEqual({ until: "2026-12-01T12:00:00.000Z" });
  expect(muteOf({ ...written, ends: "events" }, NOW)).toEqual({ count: 5 });
  expect(muteOf({ ...written, ends: "users" }, NOW)).toEqual({ users: 5 });
  expect(muteOf({ ...written, ends: "burst" }, NOW)).toEqual({ count: 5, window: "hour" });
});

test("a time gone by, or no whole number above zero, is no mute", () => {
  for (const until of ["", "2026-11-24T12:00:00Z", "2026-11-23T12:00:00Z"])
    expect(muteOf({ ...written, until }, NOW)).toBeUndefined();
  for (const ends of ["events", "users", "burst"] as const)
    for (const count of ["", "0", "-1", "1.5", "x", "1e300"])
      expect(muteOf({ ...written, ends, count }, NOW)).toBeUndefined();
});

test("a mute ends at a time, not after one: both regions mean the same", () => {
  expect(muteFor("hour", NOW)).toEqual({ until: "2026-11-24T13:00:00.000Z" });
});

test("a mute without end ends at a time that never comes, and is told from all others", () => {
  const endless = muteFor("endless", NOW);
  expect("until" in endless && isEndless(endless.until)).toBe(true);
  expect(isEndless("2027-11-24T12:00:00Z")).toBe(false);
});

test("an issue is muted until its time is over, or events have ended the mute", () => {
  expect(isMutedAt({}, NOW)).toBe(false);
  expect(isMutedAt({ mute: { until: "2026-11-24T12:00:01Z" } }, NOW)).toBe(true);
  expect(isMutedAt({ mute: { until: "2026-11-24T12:00:00Z" } }, NOW)).toBe(false);
  expect(isMutedAt({ mute: { total: 5 } }, NOW)).toBe(true);
  expect(isMutedAt({ mute: { total: 5 }, isMuteOver: true }, NOW)).toBe(false);
});
