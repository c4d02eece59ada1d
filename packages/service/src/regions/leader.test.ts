import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { isLeader, sendHeartbeat } from "./leader.js";
import { outagesOf } from "./outages.js";

/** Two regions that beat once a second; either can be down, and replication can be paused. */
function homeWorld() {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const down = new Set<string>();
  let paused = false;
  const all = [a, b];
  const settings = {
    staleMilliseconds: 3000,
    handoverMilliseconds: 2000,
    answers: async (name: string) => !down.has(name),
  };
  async function pass() {
    clock.set(clock.now() + 1000);
    for (const { ports } of all) if (!down.has(ports.region)) await sendHeartbeat(ports, settings);
    if (paused || down.size > 0) return;
    await replicate(a, b);
    await replicate(b, a);
  }
  return {
    down,
    pause(on: boolean) {
      paused = on;
    },
    async seconds(count: number) {
      for (let second = 0; second < count; second++) await pass();
    },
    outages: async (region: string) => {
      const ports = all.find((one) => one.ports.region === region)?.ports ?? a.ports;
      return outagesOf(ports, settings.staleMilliseconds, { from: 0, to: clock.now() });
    },
    leaders: async () => {
      const states = await Promise.all(
        all.map(async ({ ports }) => (await isLeader(ports)) && !down.has(ports.region)),
      );
      return all.filter((_, place) => states[place]).map(({ ports }) => ports.region);
    },
  };
}

test("the primary leads, once it has seen that the other is not", async () => {
  const world = homeWorld();
  await world.seconds(10);
  expect(await world.leaders()).toEqual(["us-east-1"]);
});

test("the other takes over from a primary that is down, and steps down before the primary leads again", async () => {
  const world = homeWorld();
  await world.seconds(10);
  world.down.add("us-east-1");
  await world.seconds(2);
  expect(await world.leaders()).toEqual([]);
  await world.seconds(3);
  expect(await world.leaders()).toEqual(["us-west-2"]);
  world.down.delete("us-east-1");
  const seen: string[][] = [];
  for (let second = 0; second < 10; second++) {
    await world.seconds(1);
    seen.push(await world.leaders());
  }
  expect(seen.every((leaders) => leaders.length <= 1)).toBe(true);
  expect(seen.at(-1)).toEqual(["us-east-1"]);
});

test("paused replication makes no two lead: the other region answers when asked", async () => {
  const world = homeWorld();
  await world.seconds(10);
  world.pause(true);
  await world.seconds(30);
  expect(await world.leaders()).toEqual(["us-east-1"]);
});

test("a region that was away says so when it is back, and until then the other does", async () => {
  const world = homeWorld();
  await world.seconds(10);
  world.down.add("us-east-1");
  await world.seconds(60);
  const [during] = await world.outages("us-west-2");
  expect(during).toEqual({ region: "us-east-1", from: during?.from, to: undefined });
  world.down.delete("us-east-1");
  await world.seconds(5);
  const [after, ...more] = await world.outages("us-west-2");
  expect(more).toEqual([]);
  expect(after).toEqual({ region: "us-east-1", from: during?.from, to: (during?.from ?? 0) + 61_000 });
  expect(await world.outages("us-east-1")).toEqual([after]);
});
