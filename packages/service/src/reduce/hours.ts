import { z } from "zod";
import type { Item, Region } from "../ports.js";
import type { Entry } from "./entry.js";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Events of one hour by region and minute of the hour: the timeline of entries in dense pages. */
export type HourCounts = Readonly<Record<Region, Readonly<Record<string, number>>>>;

export const HourRow = z.object({ c: z.record(z.string(), z.record(z.string(), z.number())), x: z.number() });

export const hourOf = (at: number): number => Math.floor(at / HOUR);

/** One entry more (or, with -1, less) in its minute. Minutes that fall to zero are left out. */
export function tally(counts: HourCounts, entry: Entry, by: 1 | -1): HourCounts {
  const minute = String(Math.floor((entry.at % HOUR) / MINUTE));
  const { [minute]: before = 0, ...others } = counts[entry.region] ?? {};
  const minutes = before + by === 0 ? others : { ...others, [minute]: before + by };
  const { [entry.region]: _, ...regions } = counts;
  return Object.keys(minutes).length === 0 ? regions : { ...regions, [entry.region]: minutes };
}

export const hourCounts = (item: Item | undefined): HourCounts => (item ? HourRow.parse(item).c : {});
