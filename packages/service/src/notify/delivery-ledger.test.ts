import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { ledgerPartition } from "../table/layout.js";
import { readLedger, stateAfter, writeLedger } from "./delivery-ledger.js";

test("a region that knows only of the other's row writes its own beside it, and both together say how far it is", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const place = { project: "shop", issue: "iss_1", config: "dst_1" };
  const rule = { config: "dst_1", kind: "count", threshold: 1, interval: 1, life: -1, at: 0 } as const;
  await writeLedger(a.ports, place, stateAfter(undefined, [{ ...rule, from: 0, to: 3 }], undefined));
  await replicate(a, b);
  const known = (await readLedger(b.ports, "shop", "iss_1")).get("dst_1");
  await writeLedger(b.ports, place, stateAfter(known, [{ ...rule, from: 3, to: 9 }], undefined));
  const { items } = await b.ports.log.query({ pk: ledgerPartition("shop", "iss_1") });
  expect(items.map(({ sk, upTo }) => [sk, upTo])).toEqual([
    ["dst_1#us-east-1", 3],
    ["dst_1#us-west-2", 9],
  ]);
  expect((await readLedger(b.ports, "shop", "iss_1")).get("dst_1")?.upTo).toBe(9);
});

test("where a ticket is now, the row says that was written last, whichever region's it is", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const place = { project: "shop", issue: "iss_1", config: "dst_1" };
  const due = {
    config: "dst_1",
    kind: "count",
    threshold: 1,
    interval: 1,
    from: 0,
    to: 3,
    life: -1,
    at: 0,
  } as const;
  for (const [region, reference] of [
    [a, "7"],
    [b, "repositories/42/issues/1"],
    [a, "8"],
  ] as const) {
    clock.set(clock.now() + 1000);
    await writeLedger(region.ports, place, stateAfter(undefined, [due], reference));
    await replicate(a, b);
    await replicate(b, a);
    for (const one of [a, b])
      expect((await readLedger(one.ports, "shop", "iss_1")).get("dst_1")?.reference).toBe(reference);
  }
});
