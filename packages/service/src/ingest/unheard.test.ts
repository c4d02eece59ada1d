import type { VisibleError } from "@faultline/core/visible-error";
import { type MemoryRegion, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { type Ports, Unavailable } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { forRequest } from "./deadline.js";
import { ingest } from "./ingest.js";

const START = Date.UTC(2026, 10, 24, 12);

const reports = (count: number) =>
  Array.from({ length: count }, (_, place) => ({
    eventId: `e${place}`,
    level: "error" as const,
    type: "TypeError",
    message: "it broke",
    exceptions: [],
  }));

/** What a client is told when its region's log and spool do as they are given. */
async function toldBy({ ports }: MemoryRegion, outside: Partial<Ports>, count = 1): Promise<string> {
  const project = await ensureProject(ports, "shop");
  const posted = ingest(forRequest({ ...ports, ...outside }), {
    project,
    parsed: { reports: reports(count), rejected: [] },
  });
  const refusal: VisibleError = await posted.then(
    () => {
      throw new Error("it was accepted");
    },
    (error: VisibleError) => error,
  );
  expect(refusal.code).toBe("unavailable");
  return refusal.message;
}

const world = (): MemoryRegion => memoryRegion({ region: "us-east-1", clock: virtualClock(START), seed: 1 });

const failing = (ports: Ports, isUnheard: boolean, after = 0): Ports["log"] => {
  let puts = 0;
  return {
    ...ports.log,
    put: async (item, condition) => {
      if (puts++ < after) return ports.log.put(item, condition);
      throw new Unavailable("not now", { isUnheard });
    },
  };
};

test("a write that was refused is said to be not stored", async () => {
  const region = world();
  expect(await toldBy(region, { log: failing(region.ports, false) })).toMatch(/^Not stored/);
});

test("one whose end nobody heard may be stored or not, and that is what is said", async () => {
  const region = world();
  expect(await toldBy(region, { log: failing(region.ports, true) })).toMatch(/^It may be stored or not/);
});

test("a spool that hangs is called off, and said to be unheard", async () => {
  const region = world();
  let isCalledOff = false;
  const spool: Ports["spool"] = {
    put: (_, __, signal) =>
      new Promise(() => {
        signal?.addEventListener("abort", () => {
          isCalledOff = true;
        });
      }),
    names: async () => [],
    get: async () => undefined,
    remove: async () => undefined,
  };
  const clock: Ports["clock"] = {
    ...region.ports.clock,
    within: (milliseconds, work) =>
      Promise.race([
        work,
        new Promise<never>((_, reject) => {
          // A turn later: what answers at once is in time.
          setImmediate(() =>
            reject(new Unavailable(`took longer than ${milliseconds} ms`, { isUnheard: true })),
          );
        }),
      ]),
  };
  const log = failing(region.ports, false);
  expect(await toldBy(region, { log, spool, clock })).toMatch(/^It may be stored or not/);
  expect(isCalledOff).toBe(true);
});

test("of a request that was stored in part nobody says that it was not", async () => {
  const region = world();
  const log = failing(region.ports, false, 1);
  expect(await toldBy(region, { log }, 2500)).toMatch(/^It may be stored or not/);
});
