import { expect, test } from "vitest";
import { turns } from "./turns.js";

test("no more than so many go on at once, all get their turn in order, and a failure frees its place", async () => {
  const take = turns(2);
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
  const ends = await Promise.allSettled(Array.from({ length: 9 }, (_, place) => take("one", work(place))));
  const told = ends.map((end) => (end.status === "fulfilled" ? end.value : "failed"));
  expect(told).toEqual(["failed", 1, 2, "failed", 4, 5, "failed", 7, 8]);
  expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(most).toBe(2);
});

test("whoever asks for a hundred waits behind his own; one piece of somebody else's is the second to begin", async () => {
  const take = turns(1);
  const started: string[] = [];
  const work = (who: string) => take(who, async () => void started.push(who));
  const many = Array.from({ length: 100 }, () => work("noisy"));
  await Promise.all([...many, work("quiet")]);
  expect(started.indexOf("quiet")).toBe(2);
  expect(started).toHaveLength(101);
});

test("what is called off while it waits is not begun, and leaves its place to the next", async () => {
  const take = turns(1);
  const calledOff = new AbortController();
  const started: string[] = [];
  const work = (name: string, signal?: AbortSignal) =>
    take("one", async () => void started.push(name), signal);
  const ends = [work("first"), work("second", calledOff.signal), work("third")];
  calledOff.abort(new Error("no longer wanted"));
  expect((await Promise.allSettled(ends)).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(started).toEqual(["first", "third"]);
});
