import type { Decision, Issue } from "../api/types.js";

export type Mute = NonNullable<Decision["mute"]>;

const HOUR = 3_600_000;
export const MUTE_SPANS = ["hour", "day", "week", "endless"] as const;
export type MuteSpan = (typeof MUTE_SPANS)[number];
const LENGTHS = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const;

export const MUTE_ENDS = [...MUTE_SPANS, "time", "events", "users", "burst"] as const;
export const MUTE_WINDOWS = ["minute", "hour", "day"] as const;

/** The last moment that the service takes: a mute until then has no end but that somebody ends it. */
const ENDLESS = "2199-12-31T23:59:59.000Z";
export const isEndless = (until: string): boolean => Date.parse(until) >= Date.parse("2199-01-01");

/** Whether an issue is muted at a time: not when that is over by its clock, or by events. */
export const isMutedAt = ({ mute, isMuteOver }: Pick<Issue, "mute" | "isMuteOver">, now: number): boolean =>
  mute !== undefined && !isMuteOver && !("until" in mute && Date.parse(mute.until) <= now);

/** What is written into the form: by what a mute ends, and when or from how many on. */
export interface WrittenMute {
  readonly ends: (typeof MUTE_ENDS)[number];
  /** Local and without a zone, as the field gives it. */
  readonly until: string;
  readonly count: string;
  readonly window: (typeof MUTE_WINDOWS)[number];
}

/** A mute ends at a time, not after one: both regions mean the same. */
export const muteFor = (span: MuteSpan, now: number): Mute => ({
  until: span === "endless" ? ENDLESS : new Date(now + LENGTHS[span]).toISOString(),
});

/** The mute that is meant; undefined while what is written means none: a time gone by, or no whole number above zero. */
export function muteOf({ ends, until, count, window }: WrittenMute, now: number): Mute | undefined {
  const span = MUTE_SPANS.find((known) => known === ends);
  if (span !== undefined) return muteFor(span, now);
  if (ends === "time") {
    const at = Date.parse(until);
    return at > now ? { until: new Date(at).toISOString() } : undefined;
  }
  const many = Number(count);
  if (!Number.isSafeInteger(many) || many <= 0) return undefined;
  if (ends === "users") return { users: many };
  return ends === "burst" ? { count: many, window } : { count: many };
}
