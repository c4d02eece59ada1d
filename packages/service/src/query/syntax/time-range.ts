import { parseTime } from "@faultline/core/time";

/** Milliseconds since 1970, `from` inside and `to` outside. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export const ALWAYS: TimeRange = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const DAY = 86_400_000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", DAY],
  ["w", 7 * DAY],
]);

/**
 * `>2026-11-01`, `<=2026-11-01T12:00:00Z`, `>-24h` (later than that long ago), and without a sign: on that day, or since.
 * A day is one of UTC, and all of it: what is later than it begins with the next. Undefined for anything else.
 */
export function timeRange(value: string, now: number): TimeRange | undefined {
  const [, sign = "", text = ""] = /^(>=|<=|>|<)?(.*)$/s.exec(value) ?? [];
  const meant = meantBy(text, now);
  if (!meant) return undefined;
  const { from, to, isLasting } = meant;
  switch (sign) {
    case ">":
      return { from: to, to: Number.POSITIVE_INFINITY };
    case ">=":
      return { from, to: Number.POSITIVE_INFINITY };
    case "<":
      return { from: Number.NEGATIVE_INFINITY, to: from };
    case "<=":
      return { from: Number.NEGATIVE_INFINITY, to };
    case "":
      return isLasting ? { from, to: Number.POSITIVE_INFINITY } : { from, to };
  }
  return undefined;
}

/** A time as the span it means. `isLasting`: by itself it means since then. */
function meantBy(text: string, now: number): (TimeRange & { isLasting: boolean }) | undefined {
  const [, count, unit] = /^-(\d{1,5})([mhdw])$/.exec(text) ?? [];
  const back = Number(count) * (UNITS.get(unit ?? "") ?? Number.NaN);
  if (!Number.isNaN(back)) return { from: now - back, to: now - back + 1, isLasting: true };
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const from = parseTime(`${text}T00:00:00Z`);
    return from === undefined ? undefined : { from, to: from + DAY, isLasting: false };
  }
  const at = parseTime(text);
  return at === undefined ? undefined : { from: at, to: at + 1, isLasting: true };
}
