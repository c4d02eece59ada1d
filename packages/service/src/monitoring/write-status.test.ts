import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import type { EventLog, Ports } from "../ports.js";
import { readRows } from "./rows.js";
import { statusOf } from "./status.js";
import { writeStatus } from "./write-status.js";

const [A, B] = ["us-east-1", "us-west-2"];
const STATE = { healthy: true, outboxDepth: 0 };

/** The same log, until its region dies: after so many writes. */
function dyingAfter(log: EventLog, writes: number): EventLog {
  let left = writes;
  return {
    ...log,
    put: async (...item) => {
      if (left-- <= 0) throw new Error("killed");
      return log.put(...item);
    },
  };
}

async function seenBy(ports: Ports) {
  const known = { own: B, healthy: true, regions: [A, B], now: ports.clock.now(), staleMilliseconds: 5000 };
  return statusOf(await readRows(ports), known);
}

test.each([1, 2])(
  "a leading region that dies after %i writes is named by the one that takes over",
  async (writes) => {
    const clock = virtualClock(Date.UTC(2026, 10, 28));
    const a = memoryRegion({ region: A, clock, seed: 1 });
    const b = memoryRegion({ region: B, clock, seed: 2 });
    const isLeader = async () => true;
    await writeStatus({ ...a.ports, isLeader, log: dyingAfter(a.ports.log, writes) }, STATE).catch(
      () => undefined,
    );
    await replicate(a, b);
    clock.set(clock.now() + 10_000);
    const looks: Awaited<ReturnType<typeof seenBy>>[] = [];
    const looking: EventLog = {
      ...b.ports.log,
      put: async (...item) => {
        const written = await b.ports.log.put(...item);
        looks.push(await seenBy(b.ports));
        return written;
      },
    };
    await writeStatus({ ...b.ports, isLeader, log: looking }, STATE);
    const taken = looks.filter(({ leader }) => leader === B);
    expect(taken.length).toBeGreaterThan(0);
    for (const { lastFailover } of taken) expect(lastFailover).toMatchObject({ from: A, to: B });
  },
);

test("the region that was up first hands over to the primary one, and nobody calls it a failover", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 28));
  const a = memoryRegion({ region: A, clock, seed: 1 });
  const b = memoryRegion({ region: B, clock, seed: 2 });
  const isLeader = async () => true;
  await writeStatus({ ...b.ports, isLeader }, STATE);
  await replicate(b, a);
  clock.set(clock.now() + 3000);
  await writeStatus({ ...a.ports, isLeader }, STATE);
  await replicate(a, b);
  expect((await seenBy(b.ports)).lastFailover).toBeUndefined();
});
