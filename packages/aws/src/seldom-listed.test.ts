import { expect, test } from "vitest";
import { seldomListed } from "./seldom-listed.js";

const MINUTE = 60_000;

/** A spool that is asked each minute; `waiting`: what it has from a minute on. */
function asked(waiting: (minute: number) => readonly string[]) {
  let now = 0;
  const listed: number[] = [];
  const spool = seldomListed(
    {
      put: async () => undefined,
      get: async () => undefined,
      remove: async () => undefined,
      async names() {
        listed.push(now / MINUTE);
        return waiting(now / MINUTE);
      },
    },
    { now: () => now },
  );
  return {
    spool,
    listed,
    async minute(minute: number) {
      now = minute * MINUTE;
      return spool.names();
    },
  };
}

test("an empty spool is listed when a process begins and every quarter of an hour", async () => {
  const { listed, minute } = asked(() => []);
  for (let at = 0; at <= 31; at++) await minute(at);
  expect(listed).toEqual([0, 15, 30]);
});

test("what waits is found within a quarter of an hour, and looked for each minute until nothing has for as long", async () => {
  const { listed, minute } = asked((at) => (at >= 3 && at < 17 ? ["pack"] : []));
  for (let at = 0; at <= 50; at++) await minute(at);
  // Found at 15, and at 16 for the last time: each minute up to a quarter of an hour later.
  expect(listed).toEqual([0, ...Array.from({ length: 16 }, (_, place) => 15 + place), 45]);
});

test("after a fault of a table it is looked at each minute", async () => {
  const { spool, listed, minute } = asked(() => []);
  await minute(0);
  spool.expectMore();
  for (let at = 1; at <= 3; at++) await minute(at);
  expect(listed).toEqual([0, 1, 2, 3]);
});
