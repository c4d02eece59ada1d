import { drainOutbox } from "@faultline/service/notify/drain";
import { answered, broken, notifyWorld } from "@faultline/testing/notify-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import * as z from "zod";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RULE = { threshold: 30, notifyInterval: 5, burst: 10_000 };
const WANTED = [1, ...Array.from({ length: 195 }, (_, place) => 30 + place * 5)];
const Message = z.object({ crossed: z.array(z.number()) });

/** A webhook that keeps which counts it is told of; `dies` says whether the sender does so right after it was told. */
function listening(dies: () => boolean) {
  const arrived: number[] = [];
  const died = new Set<number>();
  const world = notifyWorld(({ body }) => {
    const { crossed } = Message.parse(JSON.parse(body ?? ""));
    arrived.push(...crossed);
    if (!dies()) return answered(200);
    for (const count of crossed) died.add(count);
    throw new Error("the sender died before it could note that it had sent");
  });
  const config = { type: "webhook", url: "https://hooks.example/x", ...RULE };
  return { arrived, died, world, config };
}

test("with 2 % of senders dying, each notice of a thousand events comes, and twice only where one died", async () => {
  console.log(`SEED=${SEED}`);
  const random = seeded(SEED);
  let isCalm = false;
  const { arrived, died, world, config } = listening(() => !isCalm && random() < 0.02);
  for (let n = 1; n <= 1000; n += 5) {
    world.clock.set(world.clock.now() + 10_000);
    const reports = Array.from({ length: 5 }, (_, place) => broken(`e${n + place}`));
    await world.post(world.a, reports, [config]);
    await world.a.settle();
    await drainOutbox(world.a.ports).catch(() => undefined);
  }
  isCalm = true;
  world.clock.set(world.clock.now() + 120_000);
  await world.settle(world.a);
  expect(
    [...new Set(arrived)].sort((a, b) => a - b),
    `SEED=${SEED}`,
  ).toEqual(WANTED);
  const twice = arrived.filter((count, place) => arrived.indexOf(count) !== place);
  expect(
    twice.filter((count) => !died.has(count)),
    `SEED=${SEED}`,
  ).toEqual([]);
});

test("a region that dies with notices due and none of them sent leaves them to the other, which sends each once", async () => {
  const { arrived, world, config } = listening(() => false);
  const post = (from: number, to: number, region = world.a) => {
    const reports = Array.from({ length: to - from + 1 }, (_, place) => broken(`e${from + place}`));
    return world.post(region, reports, [config]);
  };
  const lead = (region: string) => {
    for (const name of Object.keys(world.leads)) world.leads[name] = name === region;
  };
  await post(1, 400);
  await world.settle();
  // Nobody leads while the first region dies: it has taken these in, and told nobody.
  lead("none");
  await post(401, 437);
  await world.settle();
  lead("us-west-2");
  await post(438, 700, world.b);
  await world.settle(world.b);
  lead("us-east-1");
  await world.settle();
  await post(701, 1000);
  await world.settle();
  expect(arrived.toSorted((a, b) => a - b)).toEqual(WANTED);
});
