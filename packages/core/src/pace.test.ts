import { expect, test } from "vitest";
import { type Pace, paced, within } from "./pace.js";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 12);

const after = (minutes: readonly number[], kept: number): Pace | undefined =>
  minutes.reduce<Pace | undefined>((pace, minute) => paced(pace, START + minute * MINUTE, kept), undefined);

const sum = (minutes: readonly number[], kept: number): number => {
  const pace = after(minutes, kept);
  return pace ? within(pace, kept) : 0;
};

test("events of the latest minutes are counted, whichever end of a clock's quarter they lie at", () => {
  expect(sum([13, 14, 15, 16], 4)).toBe(4);
  expect(sum([0, 13, 14, 15, 16], 4)).toBe(4);
  expect(sum([0, 100], 60)).toBe(1);
});

test("an event that comes late counts in its own minute, and not at all once that is over", () => {
  expect(sum([10, 8, 9], 3)).toBe(3);
  expect(sum([10, 7], 3)).toBe(1);
  expect(after([10, 8, 9], 5)).toEqual(after([8, 9, 10], 5));
});

test("it never grows beyond the minutes that are asked for", () => {
  const minutes = Array.from({ length: 500 }, (_, minute) => minute);
  expect(after(minutes, 15)?.counts).toHaveLength(15);
  expect(after([0, 1_000_000], 60)?.counts).toHaveLength(60);
});
