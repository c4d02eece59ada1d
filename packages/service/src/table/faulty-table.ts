import * as z from "zod";
import { type Clock, Unavailable, type ViewTable } from "../ports.js";
import { wrapTable } from "./wrap-table.js";

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

interface FaultyTable extends ViewTable {
  inject(fault: Fault): void;
  current(): Fault;
}

/** A table that fails as it is told to. */
export function faultyTable(table: ViewTable, clock: Clock, random: () => number): FaultyTable {
  let fault: Fault = { kind: "none" };

  async function suffer<T>(work: () => Promise<T>): Promise<T> {
    if (fault.kind === "none" || fault.kind === "full" || random() >= fault.rate) return work();
    switch (fault.kind) {
      case "throttle":
        throw new Unavailable("throttled (injected)");
      case "error":
        // The worst case: whether the write happened is not known to its caller.
        if (random() < 0.5) await work();
        throw new Unavailable("failed (injected)", { isUnheard: true });
      case "delay":
        await clock.sleep(fault.ms);
        return work();
    }
  }

  return {
    ...wrapTable(table, suffer),
    inject(next) {
      fault = next;
    },
    current: () => fault,
  };
}
