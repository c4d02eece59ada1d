import { z } from "zod";
import type { Item, Region } from "../../ports.js";
import { memoize } from "../../table/memoize.js";
import type { Entry } from "./entry.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Events of one hour by region and minute of the hour: the timeline of entries in dense pages. */
export type HourCounts = Readonly<Record<Region, Readonly<Record<string, number>>>>;

export const HourRow = z.object({ c: z.record(z.string(), z.record(z.string(), z.number())), x: z.number() });

export const hourOf = (at: number): number => Math.floor(at / HOUR);

/** One entry more, or less, in its minute. */
export interface Tally {
  readonly entry: Entry;
  readonly by: 1 | -1;
}

/** The counts after these. Minutes that fall to zero are left out. */
export function tallied(before: HourCounts, tallies: readonly Tally[]): HourCounts {
  const counts = new Map(
    Object.entries(before).map(([region, minutes]) => [region, new Map(Object.entries(minutes))]),
  );
  for (const { entry, by } of tallies) {
    const minute = String(Math.floor((entry.at % HOUR) / MINUTE));
    const minutes = counts.get(entry.region) ?? new Map<string, number>();
    minutes.set(minute, (minutes.get(minute) ?? 0) + by);
    counts.set(entry.region, minutes);
  }
  const left = [...counts].map(
    ([region, minutes]) => [region, [...minutes].filter(([, count]) => count !== 0)] as const,
  );
  return Object.fromEntries(
    left
      .filter(([, minutes]) => minutes.length > 0)
      .map(([region, minutes]) => [region, Object.fromEntries(minutes)]),
  );
}

export const counting = (entries: readonly Entry[]): Tally[] => entries.map((entry) => ({ entry, by: 1 }));

export const hourCounts = (item: Item | undefined): HourCounts => (item ? countsIn(item) : {});

const countsIn = memoize((item: Item): HourCounts => HourRow.parse(item).c);
