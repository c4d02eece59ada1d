import { expect, test } from "vitest";
import { roomForOthers } from "./room-for-others.js";

const MB = 1024 * 1024;
const SMALL = 2_000;

/** A world in which a small body comes each tenth of a second, as long as somebody waits or `pass` is called. */
function busyWorld() {
  let now = 0;
  let waits = 0;
  const clock = {
    now: () => now,
    sleep: async (milliseconds: number): Promise<void> => {
      waits += 1;
      await pass(milliseconds);
    },
  };
  const enter = roomForOthers(clock);
  const pass = async (milliseconds: number): Promise<void> => {
    const before = Math.floor(now / 100);
    now += milliseconds;
    if (Math.floor(now / 100) > before) (await enter("small"))(SMALL);
  };
  const send = async (who: string, bytes: number): Promise<void> => (await enter(who))(bytes);
  return { enter, send, pass, clock, waits: () => waits };
}

test("whoever is alone sends as many large bodies as he likes, and nobody waits", async () => {
  const { send, waits } = busyWorld();
  for (let place = 0; place < 200; place++) await send("alone", MB);
  expect(waits()).toBe(0);
});

test("while others send small bodies, large ones come to 8 MB at once and then 4 MB a second, whoever sends them", async () => {
  const { send, pass, clock } = busyWorld();
  await pass(100);
  const begun = clock.now();
  for (let place = 0; place < 40; place++) await send(`sender ${place % 4}`, MB);
  const seconds = (clock.now() - begun) / 1000;
  expect(seconds).toBeGreaterThan((40 - 8 - 4 - 2) / 4);
  expect(seconds).toBeLessThan((40 - 8) / 4 + 0.5);
});

test("small bodies never wait, however many large ones do", async () => {
  const { send, pass, clock, waits } = busyWorld();
  await pass(100);
  for (let place = 0; place < 12; place++) await send("large", MB);
  const waited = waits();
  const begun = clock.now();
  for (let place = 0; place < 100; place++) await send(`small ${place}`, SMALL);
  expect([waits(), clock.now()]).toEqual([waited, begun]);
});

test("of large bodies that come together, those that would wait for more than two seconds are refused, and told when to come again", async () => {
  const { enter, send, pass } = busyWorld();
  await pass(100);
  for (let place = 0; place < 2; place++) await send("large", 16 * MB);
  const [first, ...others] = await Promise.allSettled([1, 2, 3, 4].map(() => enter("large")));
  expect(first?.status).toBe("fulfilled");
  const refused = expect.objectContaining({ code: "busy", kind: "unavailable", retryAfterSeconds: 2 });
  expect(others).toEqual(Array(3).fill({ status: "rejected", reason: refused }));
  await pass(4_000);
  await send("large", MB);
});
