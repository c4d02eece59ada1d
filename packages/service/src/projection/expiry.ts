import type { Ports } from "../ports.js";
import { DAY_SECONDS, keptUntil } from "../table/retention.js";
import type { Entry } from "./series/entry.js";

/** In days: a view outlives its packs a little, so that a late retry of an expired event is still recognized. */
export const GRACE_DAYS = 3;

/**
 * True when a row is kept about as long as what it belongs to: until a day before that at the least. One that is not is
 * written again, so that it does not go while the other lives, at the cost of a write a day.
 */
export const isKeptLong = (until: number | undefined, expiresAt: number): boolean =>
  (until ?? 0) > expiresAt - DAY_SECONDS;

/** Epoch seconds until which a row that holds these entries is kept. */
export function expiryOf(
  ports: Pick<Ports, "settings">,
  before: number,
  entries: readonly Pick<Entry, "receivedAt">[],
): number {
  const latest = Math.max(...entries.map((entry) => entry.receivedAt));
  return Math.max(before, keptUntil(ports, latest, { graceDays: GRACE_DAYS }));
}

/**
 * Epoch seconds until which a small row is kept of which much may be counted on, and which is not written while little comes:
 * ten years longer than what it belongs to.
 */
export const longAfter = (expiresAt: number): number => expiresAt + 3650 * DAY_SECONDS;
