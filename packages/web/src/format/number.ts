import { kept } from "./kept.js";

const full = kept((language) => new Intl.NumberFormat(language));
const compact = kept(
  (language) => new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 }),
);

/** Up to 9,999 in full, then short: `12K`. */
export const shortCount = (count: number, language: string): string =>
  (count < 10_000 ? full : compact)(language).format(count);

export const fullCount = (count: number, language: string): string => full(language).format(count);
