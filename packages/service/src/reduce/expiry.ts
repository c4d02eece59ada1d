import type { Ports } from "../ports.js";
import type { Entry } from "./entry.js";

const DAY_SECONDS = 86_400;
/** A view outlives its packs a little, so that a late retry of an expired event is still recognized. */
const GRACE_DAYS = 3;

/** Epoch seconds until which a row that holds these entries is kept. */
export function expiryOf(ports: Ports, before: number, entries: readonly Entry[]): number {
  const latest = Math.max(...entries.map((entry) => entry.receivedAt));
  const kept = Math.ceil(latest / 1000) + (ports.settings.retentionDays + GRACE_DAYS) * DAY_SECONDS;
  return Math.max(before, kept);
}
