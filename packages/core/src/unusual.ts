import * as z from "zod";
import { bucketStart, type Point, UNIT_MILLISECONDS } from "./timeline.js";

const DAY = UNIT_MILLISECONDS.day;
/** So many whole days before one are what is usual on it. */
const DAYS_MAX = 7;
/** Of an issue that is known for less nobody can say what is usual. */
const DAYS_MIN = 3;
/** Fewer events in an hour are unusual of no issue. */
export const UNUSUAL_MIN = 10;
const TIMES = 3;

/** What is usual of an issue on a day: how many events the busiest hour of a day has, the median of the days before. */
export const Usual = z.object({
  /** The start of the day it is about. */
  day: z.number(),
  busiest: z.number(),
  /** Of so many days. */
  days: z.number(),
});
export type Usual = z.infer<typeof Usual>;

/** How many days before one an issue was there, seven at the most. */
export const daysKnown = (day: number, firstSeen: number): number =>
  Math.max(0, Math.min(DAYS_MAX, (day - bucketStart(firstSeen, "day")) / DAY));

/** Whether so many days can say what is usual. */
export const isEnough = (days: number): boolean => days >= DAYS_MIN;

/** What is usual by the events of so many days before this one, hour by hour. One day of a flood does not make floods usual. */
export function usualOf(day: number, days: number, hours: readonly Point[]): Usual {
  const busiest = Array.from({ length: days }, () => 0);
  for (const { at, count } of hours) {
    const ago = (day - bucketStart(at, "day")) / DAY - 1;
    if (ago >= 0 && ago < days) busiest[ago] = Math.max(count, busiest[ago] ?? 0);
  }
  const sorted = busiest.sort((a, b) => a - b);
  return { day, days, busiest: sorted[Math.floor(days / 2)] ?? 0 };
}

/** From how many events on an hour is unusual; undefined while nobody can say. */
export const unusualFrom = ({ busiest, days }: Pick<Usual, "busiest" | "days">): number | undefined =>
  isEnough(days) ? Math.max(UNUSUAL_MIN, TIMES * busiest) : undefined;

/** `42 events in this hour: the busiest hour of a day usually has 7 (the median of 7 days), and 21 are unusual`. */
export function unusualText(events: number, { busiest, days }: Pick<Usual, "busiest" | "days">): string {
  const now = `${events.toLocaleString("en")} event${events === 1 ? "" : "s"} in this hour`;
  const from = unusualFrom({ busiest, days });
  if (from === undefined) return `${now}: what is unusual is told from the fourth day on`;
  const usual = busiest === 0 ? "usually there are none" : `the busiest hour of a day usually has ${busiest}`;
  return `${now}: ${usual} (the median of ${days} days), and ${from} are unusual`;
}
