import { z } from "zod";
import type { Clock, Table } from "../ports.js";
import { Unavailable } from "../ports.js";

/** A fault somebody wants to see: refused at once, failing with an unknown end, slow, or the region's whole disk full. */
export const Fault = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("full") }),
  z.object({ kind: z.literal("throttle"), rate: z.number().min(0).max(1).default(1) }),
  z.object({ kind: z.literal("error"), rate: z.number().min(0).max(1).default(1) }),
  z.object({
    kind: z.literal("delay"),
    rate: z.number().min(0).max(1).default(1),
    ms: z.number().int().min(0).max(60_000),
  }),
]);
export type Fault = z.infer<typeof Fault>;

interface FaultyTable extends Table {
  inject(fault: Fault): void;
  current(): Fault;
}

/** A table that fails as it is told to. */
export function faultyTable(table: Table, clock: Clock, random: () => number): FaultyTable {
  let fault: Fault = { kind: "none" };

  async function suffer<T>(work: () => Promise<T>): Promise<T> {
    if (fault.kind === "none" || fault.kind === "full" || random() >= fault.rate) return work();
    switch (fault.kind) {
      case "throttle":
        throw new Unavailable("throttled (injected)");
      case "error":
        // The worst case: whether the write happened is not known to its caller.
        if (random() < 0.5) await work();
        throw new Unavailable("failed (injected)");
      case "delay":
        await clock.sleep(fault.ms);
        return work();
    }
  }

  return {
    get: (key) => suffer(() => table.get(key)),
    getMany: (keys) => suffer(() => table.getMany(keys)),
    put: (item, condition) => suffer(() => table.put(item, condition)),
    delete: (key, condition) => suffer(() => table.delete(key, condition)),
    transact: (writes) => suffer(() => table.transact(writes)),
    query: (query) => suffer(() => table.query(query)),
    scan: (after) => suffer(() => table.scan(after)),
    units: () => table.units(),
    inject(next) {
      fault = next;
    },
    current: () => fault,
  };
}
