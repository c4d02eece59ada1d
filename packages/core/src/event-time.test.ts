import { expect, test } from "vitest";
import { eventTime } from "./event-time.js";

const NOW = Date.UTC(2026, 10, 24, 12);
const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test.each([
  ["without a time it stands at its receipt", {}, 0, 0],
  ["a time just past is its own, and news", { timestamp: -5 * SECOND }, -5 * SECOND, 0],
  ["a clock a minute fast is believed", { timestamp: 60 * SECOND }, 60 * SECOND, 0],
  ["a clock faster than that tells nothing", { timestamp: 61 * SECOND }, 0, 0],
  ["nor does the year 2199", { timestamp: 173 * 365 * DAY }, 0, 0],
  ["local time nine hours east, without a zone, is its receipt", { timestamp: 9 * HOUR }, 0, 0],
  ["two hours slow it keeps its time, and is news", { timestamp: -2 * HOUR }, -2 * HOUR, 0],
  ["a day old it is news", { timestamp: -DAY }, -DAY, 0],
  ["older it is a backlog", { timestamp: -DAY - 1 }, -DAY - 1, -DAY - 1],
  ["older than any retention it keeps its time", { timestamp: -400 * DAY }, -400 * DAY, -400 * DAY],
  [
    "sent by a clock that is right it keeps its time",
    { timestamp: -2 * SECOND, sentAt: -SECOND },
    -2 * SECOND,
    0,
  ],
  [
    "sent by a clock two hours slow it is set right",
    { timestamp: -2 * HOUR - SECOND, sentAt: -2 * HOUR },
    -SECOND,
    0,
  ],
  [
    "sent by a clock ten years fast it is set right",
    { timestamp: 3650 * DAY - SECOND, sentAt: 3650 * DAY },
    -SECOND,
    0,
  ],
  [
    "what waited before it was sent is a backlog",
    { timestamp: -3 * HOUR, sentAt: -SECOND },
    -3 * HOUR,
    -3 * HOUR,
  ],
  [
    "so is what waited behind a wrong clock",
    { timestamp: -5 * HOUR, sentAt: -2 * HOUR },
    -3 * HOUR,
    -3 * HOUR,
  ],
  ["sent before it happened it stands at its receipt", { timestamp: 5 * HOUR, sentAt: -SECOND }, 0, 0],
  [
    "our own clocks need no judgement",
    { timestamp: -30 * SECOND, isExact: true },
    -30 * SECOND,
    -30 * SECOND,
  ],
])("%s", (_, signs, at, reopensBefore) => {
  const { timestamp, sentAt, isExact } = {
    timestamp: undefined,
    sentAt: undefined,
    isExact: undefined,
    ...signs,
  };
  const absolute = (time: number | undefined) => (time === undefined ? undefined : NOW + time);
  const given = { timestamp: absolute(timestamp), sentAt: absolute(sentAt), receivedAt: NOW, isExact };
  expect(eventTime(given)).toEqual({ at: NOW + at, reopensBefore: NOW + reopensBefore });
});
