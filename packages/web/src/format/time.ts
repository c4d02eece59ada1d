import { kept } from "./kept.js";

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** From how many of a unit on it is used: "1 week ago" of what is thirteen days old says too little. */
const FROM = [1, 1, 2, 1, 1, 1] as const;

/** How long ago, or ahead, in the largest unit that fits: `3 hr. ago`; undefined within the last minute. */
export function ago(at: number, now: number, language: string): string | undefined {
  const seconds = (at - now) / 1000;
  const step = STEPS.find(([, length], place) => Math.abs(seconds) >= length * (FROM[place] ?? 1));
  if (!step) return undefined;
  const [unit, length] = step;
  return relative(language).format(Math.trunc(seconds / length), unit);
}

const relative = kept(
  (language) => new Intl.RelativeTimeFormat(language, { numeric: "always", style: "narrow" }),
);

/** As logs have it, in any language: `18:00`, and midnight is `00:00`. */
export const HOURS = "h23";

/** Date and time to the second, with the zone: what is shown when somebody wants it exactly. */
export const exactTime = (at: number, language: string, timeZone?: string): string =>
  (timeZone === undefined ? exact(language) : exact(language, timeZone)).format(at);

const exact = kept(
  (language, timeZone) =>
    new Intl.DateTimeFormat(language, {
      dateStyle: "medium",
      timeStyle: "long",
      hourCycle: HOURS,
      timeZone,
    }),
);

/** The time of day to the second. */
export const timeOfDay = (at: number, language: string): string => clock(language).format(at);

const clock = kept(
  (language) => new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: HOURS }),
);

/** Milliseconds, in the unit a person would use: `840 ms`, `2.4 s`, `3 min`. */
export function duration(milliseconds: number, language: string): string {
  const [value, unit] =
    milliseconds < 1000
      ? ([Math.round(milliseconds), "millisecond"] as const)
      : milliseconds < 120_000
        ? ([milliseconds / 1000, "second"] as const)
        : ([milliseconds / 60_000, "minute"] as const);
  return measure(language, unit, value < 10 ? "1" : "0").format(value);
}

const measure = kept(
  (language, unit, digits) =>
    new Intl.NumberFormat(language, {
      style: "unit",
      unit,
      unitDisplay: "short",
      maximumFractionDigits: Number(digits),
    }),
);
