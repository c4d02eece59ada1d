import * as z from "zod";
import type { WorldResult } from "./run-world.js";

const Counts = z.record(z.string(), z.number());

/** What many worlds came to. */
export const Totals = z.object({
  worlds: z.number(),
  events: z.number(),
  acked: z.number(),
  due: z.number(),
  duplicated: z.number(),
  /** Sums of each world's error, in percent. */
  naive: Counts,
  /** How often each fault struck, and what came of it. */
  faults: Counts,
  /** How many worlds came to rest so many seconds after the last fault. */
  rests: Counts,
  cpuSeconds: z.number(),
  failures: z.array(z.object({ seed: z.number(), invariants: z.array(z.string()) })),
});
export type Totals = z.infer<typeof Totals>;

export const NO_TOTALS: Totals = {
  worlds: 0,
  events: 0,
  acked: 0,
  due: 0,
  duplicated: 0,
  naive: {},
  faults: {},
  rests: {},
  cpuSeconds: 0,
  failures: [],
};

/** What one world comes to. */
export function totalsOf(result: WorldResult, cpuSeconds: number): Totals {
  const { seed, events, acked, due, duplicated, violations, naive, faults, restSeconds } = result;
  const invariants = [...new Set(violations.map(({ invariant }) => invariant))];
  const percents = Object.entries(naive).map(([name, error]) => [name, 100 * error]);
  return {
    worlds: 1,
    events,
    acked,
    due,
    duplicated,
    naive: Object.fromEntries(percents),
    faults: added(faults, {}),
    rests: { [restSeconds]: 1 },
    cpuSeconds,
    failures: violations.length > 0 ? [{ seed, invariants }] : [],
  };
}

export const together = (a: Totals, b: Totals): Totals => ({
  worlds: a.worlds + b.worlds,
  events: a.events + b.events,
  acked: a.acked + b.acked,
  due: a.due + b.due,
  duplicated: a.duplicated + b.duplicated,
  naive: added(a.naive, b.naive),
  faults: added(a.faults, b.faults),
  rests: added(a.rests, b.rests),
  cpuSeconds: a.cpuSeconds + b.cpuSeconds,
  failures: [...a.failures, ...b.failures],
});

type MaybeCounts = Readonly<Record<string, number | undefined>>;

function added(a: MaybeCounts, b: MaybeCounts): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}

/** How many seconds a share of the worlds needed at the most to come to rest. */
export function restWithin({ rests, worlds }: Totals, share: number): number {
  let seen = 0;
  for (const [seconds, count] of Object.entries(rests).sort(([a], [b]) => Number(a) - Number(b))) {
    seen += count;
    if (seen >= share * worlds) return Number(seconds);
  }
  return 0;
}
