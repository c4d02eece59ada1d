import type { Ports } from "../ports.js";
import { keptUntil } from "../table/retention.js";
import type { Entry } from "./series/entry.js";

/** A view outlives its packs a little, so that a late retry of an expired event is still recognized. */
const GRACE_DAYS = 3;

/** Epoch seconds until which a row that holds these entries is kept. */
export function expiryOf(
  ports: Pick<Ports, "settings">,
  before: number,
  entries: readonly Pick<Entry, "receivedAt">[],
): number {
  const latest = Math.max(...entries.map((entry) => entry.receivedAt));
  return Math.max(before, keptUntil(ports, latest, { graceDays: GRACE_DAYS }));
}
