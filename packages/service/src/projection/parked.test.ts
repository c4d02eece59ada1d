import type { Report } from "@faultline/core/report";
import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import { METRICS, type Metric } from "../metrics.js";
import { type Ports, Unavailable } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { applyChanges } from "./apply-changes.js";
import { describeView } from "./describe.js";
import { retryParked } from "./parked.js";

const START = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

const report = (eventId: string): Report => ({
  eventId,
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [],
  // Does not compress, so that its pack goes to Blobs.
  extra: { noise: Array.from({ length: 20 }, (_, place) => digits(place)) },
});

/** 4000 characters that look random and are the same each time. */
const digits = (seed: number): string =>
  Array.from({ length: 500 }, (_, place) =>
    Math.floor(Math.abs(Math.sin(seed * 500 + place + 1)) * 2 ** 31)
      .toString(36)
      .padStart(6, "0"),
  ).join("");

async function post(ports: Ports, eventId: string): Promise<void> {
  const project = await ensureProject(ports, "shop");
  await ingest(forRequest(ports), { project, parsed: { reports: [report(eventId)], rejected: [] } });
}

test("a change that stays parked is said to fail as long as it is, and tried less and less often", async () => {
  const clock = virtualClock(START);
  const { ports, log } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  await post(ports, "e1");
  let asked = 0;
  let failed = 0;
  const lost: Ports = {
    ...ports,
    meter: {
      ...ports.meter,
      count: (metric: Metric, by: number) => {
        if (metric === METRICS.changesFailed) failed += by;
      },
    },
    blobs: {
      put: async () => undefined,
      get: async () => {
        asked += 1;
        return undefined;
      },
    },
  };
  await applyChanges(
    lost,
    log.feed.read(0, 100).map(({ new: item }) => ({ new: item })),
  );
  const atFirst = asked;
  for (let minute = 0; minute < 24 * 60; minute++) {
    const before = failed;
    expect(await retryParked(lost)).toBe(1);
    expect(failed).toBe(before + 1);
    clock.set(clock.now() + 60_000);
  }
  expect(asked - atFirst).toBeLessThan(200);
  clock.set(clock.now() + 600_000);
  expect(await retryParked(ports)).toBe(0);
  expect((await describeView(ports)).events).toBe(1);
});

test("a copy whose folding had to wait is found where it was counted before", async () => {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  await post(a.ports, "e1");
  await a.settle();
  for (let place = 0; place < 60; place++) {
    clock.set(clock.now() + 1000);
    await post(a.ports, `other ${place}`);
    await a.settle();
  }
  clock.set(START + 5 * HOUR);
  await post(b.ports, "e1");
  await replicate(b, a);
  const without: Ports = {
    ...a.ports,
    blobs: { ...a.ports.blobs, get: () => Promise.reject(new Unavailable("the object is not here yet")) },
  };
  const records = a.log.feed.read(a.log.feed.cursor("reduce"), 100);
  await applyChanges(
    without,
    records.map(({ old, new: item }) => ({ old, new: item })),
  );
  const both: Ports = {
    ...a.ports,
    blobs: {
      ...a.ports.blobs,
      get: async (name, region) =>
        (await a.ports.blobs.get(name, region)) ?? (await b.ports.blobs.get(name, region)),
    },
  };
  expect(await retryParked(both)).toBe(0);
  expect(await describeView(both)).toMatchObject({ events: 61, broken: [] });
});
