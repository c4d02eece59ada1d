import { expect, test } from "vitest";
import { semaphore } from "./semaphore.js";

test("no more than so many go on at once, all get their turn in order, and a failure frees its place", async () => {
  const through = semaphore(2);
  const started: number[] = [];
  let inside = 0;
  let most = 0;
  const work = (place: number) => async () => {
    started.push(place);
    inside += 1;
    most = Math.max(most, inside);
    await Promise.resolve();
    inside -= 1;
    if (place % 3 === 0) throw new Error(`piece ${place}`);
    return place;
  };
  const ends = await Promise.allSettled(Array.from({ length: 9 }, (_, place) => through(work(place))));
  expect(ends.map((end) => (end.status === "fulfilled" ? end.value : "failed"))).toEqual([
    "failed",
    1,
    2,
    "failed",
    4,
    5,
    "failed",
    7,
    8,
  ]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(most).toBe(2);
});
