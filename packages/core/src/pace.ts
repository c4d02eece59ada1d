import * as z from "zod";
import { UNIT_MILLISECONDS } from "./timeline.js";

/** An issue's events by minute: the newest minute since 1970 it has one in, and how many that and each before it has. */
export const Pace = z.object({ minute: z.number(), counts: z.array(z.number()) });
export type Pace = z.infer<typeof Pace>;

/** The pace after one more event, of so many minutes. An event of an earlier minute is added to its own, where that is kept. */
export function paced(before: Pace | undefined, at: number, minutes: number): Pace {
  const minute = Math.floor(at / UNIT_MILLISECONDS.minute);
  if (!before) return { minute, counts: [1] };
  const newer = Math.max(0, minute - before.minute);
  const passed = Array.from({ length: Math.min(newer, minutes) }, () => 0);
  const counts = [...passed, ...before.counts].slice(0, minutes);
  const newest = before.minute + newer;
  const place = newest - minute;
  if (place >= minutes) return { minute: newest, counts };
  const filled = [...counts, ...Array.from({ length: Math.max(0, place + 1 - counts.length) }, () => 0)];
  return { minute: newest, counts: filled.map((count, at) => (at === place ? count + 1 : count)) };
}

/** How many events came within so many minutes up to the newest. */
export const within = ({ counts }: Pace, minutes: number): number =>
  counts.slice(0, minutes).reduce((sum, count) => sum + count, 0);
