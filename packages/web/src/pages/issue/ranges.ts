import type { Span } from "../../api/occurrences.js";

export const RANGES = ["1h", "24h", "7d", "30d", "90d"] as const;
export type Range = (typeof RANGES)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LENGTHS: Readonly<Record<Range, number>> = {
  "1h": HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
  "90d": 90 * DAY,
};

export const UNIT_MILLISECONDS = { minute: MINUTE, hour: HOUR, day: DAY } as const;

/** The bars of a span: minutes for a few hours, hours for some days, days for what is longer. */
function unitFor(length: number): Span["unit"] {
  if (length <= 6 * HOUR) return "minute";
  return length <= 15 * DAY ? "hour" : "day";
}

/** The span up to now, its ends on whole units so that it holds still until the next unit begins. */
export function spanOf(range: Range, now: number): Span {
  const length = LENGTHS[range];
  const unit = unitFor(length);
  const step = UNIT_MILLISECONDS[unit];
  const to = Math.floor(now / step) * step + step - 1;
  return { from: to + 1 - length, to, unit };
}

/** What was chosen within a chart, on whole units; undefined when it is too short to show anything. */
export function zoomedSpan(from: number, to: number): Span | undefined {
  if (to - from < 5 * MINUTE) return undefined;
  const unit = unitFor(to - from);
  const step = UNIT_MILLISECONDS[unit];
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step - 1, unit };
}

/** What an address says of the timeline: `7d`, or `2026-11-24T10:00:00Z/2026-11-24T16:00:00Z`; undefined for what is neither. */
export function shownSpan(written: string): Range | Span | undefined {
  const range = RANGES.find((one) => one === written);
  if (range) return range;
  const [from = Number.NaN, to = Number.NaN] = written.split("/").map((time) => Date.parse(time));
  return to - from > 0 ? zoomedSpan(from, to) : undefined;
}

export const writtenSpan = ({ from, to }: Span): string => [from, to + 1].map(withoutFraction).join("/");

const withoutFraction = (at: number): string => new Date(at).toISOString().replace(".000", "");

/** The shortest range that reaches back to then. */
export const rangeFor = (since: number, now: number): Range =>
  RANGES.find((range) => range !== "1h" && now - since <= LENGTHS[range]) ?? "90d";
