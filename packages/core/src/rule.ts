import * as z from "zod";
import { bucketStart, type Unit } from "./timeline.js";

/** Over which count a rule looks: all events of the issue, or those of the current minute, hour or day. */
export const Window = z.enum(["total", "minute", "hour", "day"]);
export type Window = z.infer<typeof Window>;

/**
 * When to tell someone of another event. The first one of an issue always; with a negative threshold no more;
 * otherwise each time the window's count is at least the threshold and divisible by the interval.
 */
export const Rule = z.object({
  threshold: z.number().int(),
  interval: z.number().int().positive(),
  window: Window,
});
export type Rule = z.infer<typeof Rule>;

/** True when the n-th event of the window is one to tell about; the first of an issue is told besides. */
export const isDue = ({ threshold, interval }: Rule, count: number): boolean =>
  threshold >= 0 && count >= Math.max(1, threshold) && count % interval === 0;

/** The last count in (from, to] that is due; undefined when none is. */
export function lastDue(rule: Rule, from: number, to: number): number | undefined {
  const last = to - (to % rule.interval);
  return last > from && isDue(rule, last) ? last : undefined;
}

/** How many counts in (from, to] are due. */
export function dueCount(rule: Rule, from: number, to: number): number {
  const last = lastDue(rule, from, to);
  if (last === undefined) return 0;
  const lowest = Math.max(from + 1, rule.threshold, 1);
  const first = Math.ceil(lowest / rule.interval) * rule.interval;
  return (last - first) / rule.interval + 1;
}

/** The next count after this one that is due; undefined when the rule tells of the first event alone. */
export function nextDue(rule: Rule, count: number): number | undefined {
  if (rule.threshold < 0) return undefined;
  return Math.ceil(Math.max(count + 1, rule.threshold, 1) / rule.interval) * rule.interval;
}

/** How many events each unit's current bucket has, by its start. */
export const WindowCounts = z.partialRecord(
  z.enum(["minute", "hour", "day"]),
  z.tuple([z.number(), z.number()]),
);
export type WindowCounts = z.infer<typeof WindowCounts>;

const UNITS: readonly Unit[] = ["minute", "hour", "day"];

/** The counts after one more event at this time. An event of an earlier bucket comes too late to be counted in one. */
export function counted(counts: WindowCounts, at: number): WindowCounts {
  const next: WindowCounts = {};
  for (const unit of UNITS) {
    const start = bucketStart(at, unit);
    const [known, count] = counts[unit] ?? [-1, 0];
    next[unit] = start > known ? [start, 1] : [known, start === known ? count + 1 : count];
  }
  return next;
}
