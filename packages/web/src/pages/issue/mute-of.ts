import type { Decision } from "../../api/types.js";

export const MUTE_ENDS = ["time", "events", "users", "burst"] as const;
export const MUTE_WINDOWS = ["minute", "hour", "day"] as const;

/** What is written into the form: by what a mute ends, and when or from how many on. */
export interface WrittenMute {
  readonly ends: (typeof MUTE_ENDS)[number];
  /** Local and without a zone, as the field gives it. */
  readonly until: string;
  readonly count: string;
  readonly window: (typeof MUTE_WINDOWS)[number];
}

/** The mute that is meant; undefined while what is written means none: a time gone by, or no whole number above zero. */
export function muteOf(
  { ends, until, count, window }: WrittenMute,
  now: number,
): NonNullable<Decision["mute"]> | undefined {
  if (ends === "time") {
    const at = Date.parse(until);
    return at > now ? { until: new Date(at).toISOString() } : undefined;
  }
  const many = Number(count);
  if (!Number.isSafeInteger(many) || many <= 0) return undefined;
  if (ends === "users") return { users: many };
  return ends === "burst" ? { count: many, window } : { count: many };
}
