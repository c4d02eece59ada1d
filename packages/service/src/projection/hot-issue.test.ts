import type { Report } from "@faultline/core/report";
import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import type { Ports } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { describeView } from "./describe.js";

const START = Date.UTC(2026, 10, 24, 12);
const BATCH = 100;

async function post(ports: Ports, reports: readonly Report[]): Promise<void> {
  const project = await ensureProject(ports, "shop");
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
}

const report = (eventId?: string): Report => ({
  eventId,
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [],
});

const batchOf = (round: number): Report[] =>
  Array.from({ length: BATCH }, (_, place) => report(`e${round}.${place}`));

test.each([
  ["with ids of their own", batchOf],
  ["without ids", () => Array.from({ length: BATCH }, () => report())],
])("folding events without a time, %s, costs the same however many the issue has", async (_, batch) => {
  const clock = virtualClock(START);
  const { ports, settle, units } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const costs: number[] = [];
  for (let round = 0; round < 60; round++) {
    clock.set(clock.now() + 200);
    await post(ports, batch(round));
    const before = units().view.read;
    await settle();
    costs.push(units().view.read - before);
  }
  const early = Math.max(...costs.slice(5, 15));
  expect(Math.max(...costs.slice(-10))).toBeLessThanOrEqual(early * 1.2);
  expect(await describeView(ports)).toMatchObject({ events: 60 * BATCH, broken: [] });
});

test("copies that both regions took while they were apart cost what they are, not what the issue is", async () => {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const costs: number[] = [];
  for (let round = 0; round < 40; round++) {
    clock.set(clock.now() + 200);
    await post(a.ports, batchOf(round));
    clock.set(clock.now() + 100);
    await post(b.ports, batchOf(round));
    if (round % 10 === 9) await post(a.ports, batchOf(round + 1_000));
    await a.settle();
    await b.settle();
    if (round === 0) continue;
    await replicate(b, a);
    const { read, write } = a.units().view;
    await a.settle();
    const after = a.units().view;
    costs.push(after.read - read + (after.write - write));
  }
  expect(Math.max(...costs.slice(-10))).toBeLessThanOrEqual(Math.max(...costs.slice(5, 15)) * 1.5);
  await replicate(a, b);
  await b.settle();
  const [inA, inB] = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(inA).toMatchObject({ events: 44 * BATCH, broken: [] });
  expect(inA.lines).toEqual(inB.lines);
});

test("an event without a time counts once, in whatever company it comes again and however late", async () => {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  for (const [round, region] of [a, b, a, b, b, a].entries()) {
    clock.set(START + round * 3_600_000);
    await post(region.ports, [report("again"), ...batchOf(round)]);
    await region.settle();
  }
  for (let round = 0; round < 2; round++) {
    await replicate(a, b);
    await replicate(b, a);
    await a.settle();
    await b.settle();
  }
  const [inA, inB] = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(inA).toMatchObject({ events: 6 * BATCH + 1, broken: [] });
  expect(inA.lines).toEqual(inB.lines);
});
