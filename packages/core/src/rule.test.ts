import { expect, test } from "vitest";
import { counted, dueCount, isDue, lastDue, nextDue, type Rule, type WindowCounts } from "./rule.js";

const rule = (threshold: number, interval: number): Rule => ({ threshold, interval, window: "total" });
const dueUpTo = (asked: Rule, count: number): number[] =>
  Array.from({ length: count }, (_, place) => place + 1).filter((n) => isDue(asked, n));

test("after 30 events", () => {
  expect(dueUpTo(rule(30, 1), 33)).toEqual([30, 31, 32, 33]);
});

test("once every 5", () => {
  expect(dueUpTo(rule(1, 5), 20)).toEqual([5, 10, 15, 20]);
});

test("after 30 events, once every 5, a thousand events are told of 195 times", () => {
  expect(dueUpTo(rule(30, 5), 1000)).toHaveLength(195);
  expect(dueCount(rule(30, 5), 0, 1000)).toBe(195);
});

test("a negative threshold tells of nothing after the first event", () => {
  expect(dueUpTo(rule(-1, 1), 100)).toEqual([]);
  expect(nextDue(rule(-1, 1), 5)).toBeUndefined();
});

test("what is reckoned of a range is what counting one by one finds", () => {
  for (const threshold of [-1, 0, 1, 2, 7, 30])
    for (const interval of [1, 2, 5, 7])
      for (let from = 0; from < 40; from += 3)
        for (let to = from; to < from + 40; to += 4) {
          const asked = rule(threshold, interval);
          const due = dueUpTo(asked, to).filter((n) => n > from);
          expect([lastDue(asked, from, to), dueCount(asked, from, to)]).toEqual([due.at(-1), due.length]);
          expect(nextDue(asked, from)).toBe(dueUpTo(asked, from + 80).find((n) => n > from));
        }
});

test("a window's count begins anew with its bucket, and an event of an earlier one is not in it", () => {
  const minute = 60_000;
  const times = [0, 1, 2, minute, minute + 5, 30];
  const counts = times.reduce<WindowCounts>(counted, {});
  expect(counts.minute).toEqual([minute, 2]);
  expect(counts.hour).toEqual([0, 6]);
});
