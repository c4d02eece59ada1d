import { kept } from "./kept.js";

const full = kept((language) => new Intl.NumberFormat(language));
const compact = kept(
  (language) => new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }),
);

/** Up to 9,999 in full, then short: `12K`. */
export const shortCount = (count: number, language: string): string =>
  (count < 10_000 ? full : compact)(language).format(count);

export const fullCount = (count: number, language: string): string => full(language).format(count);

/** `12.3 kB`, `3.4 MB`. */
export const fileSize = (bytes: number, language: string): string =>
  bytes < 1_000_000
    ? size(language, "kilobyte").format(bytes / 1000)
    : size(language, "megabyte").format(bytes / 1_000_000);

const size = kept(
  (language, unit) =>
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }),
);
