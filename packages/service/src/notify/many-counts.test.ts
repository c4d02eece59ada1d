import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import * as z from "zod";

const WEBHOOK = { type: "webhook", url: "https://hooks.example/in", threshold: 10, notifyInterval: 10 };
const Body = z.object({ crossed: z.array(z.number()) });
const EVENTS = 2706;

test("counts crossed at once by a whole outage's events are all named in the one message about them", async () => {
  const world = notifyWorld();
  const errors = Array.from({ length: EVENTS }, (_, place) => broken(`e${place}`));
  await world.post(world.a, errors, [WEBHOOK]);
  await world.settle();
  const named = world.asked.flatMap(({ body = "" }) => Body.parse(JSON.parse(body)).crossed);
  const due = Array.from({ length: Math.floor(EVENTS / 10) }, (_, place) => 10 * (place + 1));
  expect(new Set(named)).toEqual(new Set([1, ...due]));
  const deliveries = await world.deliveries();
  expect(deliveries.flatMap(({ counts = [] }) => counts)).toEqual(expect.arrayContaining(due));
});
