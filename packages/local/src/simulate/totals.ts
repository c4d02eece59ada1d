import { z } from "zod";
import type { WorldResult } from "./run-world.js";

/** What many worlds came to. */
export const Totals = z.object({
  worlds: z.number(),
  events: z.number(),
  acked: z.number(),
  due: z.number(),
  duplicated: z.number(),
  takeOvers: z.number(),
  naiveShared: z.number(),
  naivePerRegion: z.number(),
  faults: z.record(z.string(), z.number()),
  failures: z.array(z.object({ seed: z.number(), invariants: z.array(z.string()) })),
});
export type Totals = z.infer<typeof Totals>;

export const NO_TOTALS: Totals = {
  worlds: 0,
  events: 0,
  acked: 0,
  due: 0,
  duplicated: 0,
  takeOvers: 0,
  naiveShared: 0,
  naivePerRegion: 0,
  faults: {},
  failures: [],
};

export function withWorld(totals: Totals, result: WorldResult): Totals {
  const { seed, violations, naive, faults } = result;
  const invariants = [...new Set(violations.map(({ invariant }) => invariant))];
  return {
    worlds: totals.worlds + 1,
    events: totals.events + result.events,
    acked: totals.acked + result.acked,
    due: totals.due + result.due,
    duplicated: totals.duplicated + result.duplicated,
    takeOvers: totals.takeOvers + result.takeOvers,
    naiveShared: totals.naiveShared + 100 * naive.shared,
    naivePerRegion: totals.naivePerRegion + 100 * naive.perRegion,
    faults: added(totals.faults, faults),
    failures: violations.length > 0 ? [...totals.failures, { seed, invariants }] : totals.failures,
  };
}

/** Several processes' totals as one. */
export const together = (all: readonly Totals[]): Totals =>
  all.reduce<Totals>(
    (sum, one) => ({
      worlds: sum.worlds + one.worlds,
      events: sum.events + one.events,
      acked: sum.acked + one.acked,
      due: sum.due + one.due,
      duplicated: sum.duplicated + one.duplicated,
      takeOvers: sum.takeOvers + one.takeOvers,
      naiveShared: sum.naiveShared + one.naiveShared,
      naivePerRegion: sum.naivePerRegion + one.naivePerRegion,
      faults: added(sum.faults, one.faults),
      failures: [...sum.failures, ...one.failures],
    }),
    NO_TOTALS,
  );

function added(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number | undefined>>,
): Record<string, number> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(names.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
