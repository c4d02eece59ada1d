/** Up to 9,999 in full, then short: `12K`. */
export const shortCount = (count: number, language: string): string =>
  new Intl.NumberFormat(
    language,
    count < 10_000 ? {} : { notation: "compact", maximumFractionDigits: 1 },
  ).format(count);

export const fullCount = (count: number, language: string): string =>
  new Intl.NumberFormat(language).format(count);
