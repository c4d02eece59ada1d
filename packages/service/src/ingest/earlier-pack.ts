import type { Event } from "@faultline/core/event";
import { packName } from "@faultline/core/id";
import { type Ports, Unavailable } from "../ports.js";
import { packKey } from "../table/layout.js";

/** What happened so long ago may be a retry of what an earlier version has stored. */
const LATE_MILLISECONDS = 60_000;

/**
 * True when these events were stored by an earlier version, which bound no id to its sender: they are here, and must not be
 * counted again. Only looked for where a retry is likely: events of some time ago, or of a request with a key of its own.
 */
export async function isStoredUnbound(
  ports: Pick<Ports, "log" | "clock">,
  project: string,
  events: readonly Event[],
): Promise<boolean> {
  if (events.some(({ sender }) => sender === undefined)) return false;
  const before = ports.clock.now() - LATE_MILLISECONDS;
  if (!events.some(({ timestamp }) => timestamp === undefined || timestamp < before)) return false;
  const names = [
    packName(
      project,
      events.map(({ id, timestamp }) => ({ id, timestamp })),
    ),
    packName(
      project,
      events.map(({ id }) => ({ id })),
    ),
  ];
  try {
    return (await ports.log.getMany([...new Set(names)].map(packKey))).length > 0;
  } catch (error) {
    // Counted once more at the worst; lost it must not be.
    if (error instanceof Unavailable) return false;
    throw error;
  }
}
