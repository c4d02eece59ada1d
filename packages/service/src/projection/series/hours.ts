import { groupBy } from "@faultline/core/group-by";
import * as z from "zod";
import type { Item, Region, Value } from "../../ports.js";
import { memoize } from "../../table/memoize.js";
import { keptNames } from "../rows/environments.js";
import type { Entry } from "./entry.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Events of one hour by region and minute of the hour. */
type Minutes = Readonly<Record<Region, Readonly<Record<string, number>>>>;

/** The timeline of entries in dense pages: an hour of it. */
export interface HourCounts {
  readonly all: Minutes;
  /**
   * The same of each environment, as many of them as an issue counts by; those of events that do not say are not among
   * them. Undefined in rows of earlier versions: then only the pages know.
   */
  readonly environments: Readonly<Record<string, Minutes>> | undefined;
}

const Minutes = z.record(z.string(), z.record(z.string(), z.number()));
export const HourRow = z.object({ c: Minutes, q: z.record(z.string(), Minutes).optional(), x: z.number() });

export const hourOf = (at: number): number => Math.floor(at / HOUR);

/** One entry more, or less, in its minute. */
export interface Tally {
  readonly entry: Entry;
  readonly by: 1 | -1;
}

export const NO_COUNTS: HourCounts = { all: {}, environments: {} };

/** The counts after these. Minutes that fall to zero are left out. */
export function tallied(before: HourCounts, tallies: readonly Tally[]): HourCounts {
  const all = minutesAfter(before.all, tallies);
  if (before.environments === undefined) return { all, environments: undefined };
  const counts = new Map(Object.entries(before.environments));
  const told = tallies.filter(({ entry }) => entry.environment !== "");
  for (const [name, own] of groupBy(told, ({ entry }) => entry.environment))
    counts.set(name, minutesAfter(counts.get(name) ?? {}, own));
  const names = [...counts].filter(([, minutes]) => Object.keys(minutes).length > 0).map(([name]) => name);
  return {
    all,
    environments: Object.fromEntries(keptNames(names).map((name) => [name, counts.get(name) ?? {}])),
  };
}

function minutesAfter(before: Minutes, tallies: readonly Tally[]): Minutes {
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

export const hourCounts = (item: Item | undefined): HourCounts => (item ? countsIn(item) : NO_COUNTS);

const countsIn = memoize((item: Item): HourCounts => {
  const { c: all, q: environments } = HourRow.parse(item);
  return { all, environments };
});

/** The attributes of an hour's row that hold its counts. */
export const hourAttributes = ({ all, environments }: HourCounts): Record<string, Value | undefined> => ({
  c: all,
  q: environments,
});
