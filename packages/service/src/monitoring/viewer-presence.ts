import type { Ports } from "../ports.js";
import { type WatchRow, writeRow } from "./rows.js";

/** Reading figures costs where they lie with CloudWatch, so they are read often only while somebody looks. */
const OFTEN_MILLISECONDS = 5 * 60_000;
const SELDOM_MILLISECONDS = 6 * 60 * 60_000;
/** So long after a look somebody is taken to be there still. */
const LOOKING_MILLISECONDS = 15 * 60_000;
const NOTED_EVERY_MILLISECONDS = 60_000;
/** What comes late, and what a process tells at its end. */
const LATE_MILLISECONDS = 15 * 60_000;
const BACK_MILLISECONDS = 24 * 60 * 60_000;

/** Writes down that somebody looks at figures, once a minute. */
export async function noteViewer(
  ports: Pick<Ports, "region" | "log" | "clock" | "print">,
  rows: readonly WatchRow[],
): Promise<void> {
  const at = ports.clock.now();
  if (at - lookedAt(rows) < NOTED_EVERY_MILLISECONDS) return;
  await writeRow(ports, { kind: "look", at }).catch((error: unknown) => {
    // A log that cannot be written is what they look for: they see old figures rather than none.
    ports.print({ level: "warn", event: "look not noted", error: String(error), region: ports.region });
  });
}

/** Since when this region's figures are to be read anew; undefined while it is too early. */
export function lackingSince(
  { region, clock }: Pick<Ports, "region" | "clock">,
  rows: readonly WatchRow[],
): number | undefined {
  const now = clock.now();
  const last = rows.find((row) => row.kind === "lag" && row.region === region);
  const readAt = last?.kind === "lag" ? last.at : now - BACK_MILLISECONDS;
  const isLooking = now - lookedAt(rows) < LOOKING_MILLISECONDS;
  if (now - readAt < (isLooking ? OFTEN_MILLISECONDS : SELDOM_MILLISECONDS)) return undefined;
  return Math.max(readAt, now - BACK_MILLISECONDS) - LATE_MILLISECONDS;
}

const lookedAt = (rows: readonly WatchRow[]): number =>
  rows.find((row) => row.kind === "look")?.at ?? Number.NEGATIVE_INFINITY;
