import type { Ports } from "../ports.js";

export const DAY_SECONDS = 86_400;

/** Epoch seconds until which what is of that time is kept: as long as events are, and `graceDays` longer. */
export const keptUntil = (
  { settings }: Pick<Ports, "settings">,
  at: number,
  { graceDays = 0 }: { readonly graceDays?: number } = {},
): number => Math.ceil(at / 1000) + (settings.retentionDays + graceDays) * DAY_SECONDS;
