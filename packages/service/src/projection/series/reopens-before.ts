import type { EventPorts } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import type { Entry } from "./entry.js";

const AT_ONCE = 50;

/**
 * The latest time before which a resolution is undone by one of these, -1 without any. No event reopens what was
 * resolved after it was received, so those received last are looked at until no other can say more.
 */
export async function reopensBefore(ports: EventPorts, entries: readonly Entry[]): Promise<number> {
  const latestFirst = entries.toSorted((a, b) => b.receivedAt - a.receivedAt);
  let latest = -1;
  for (let from = 0; from < latestFirst.length; from += AT_ONCE) {
    const some = latestFirst.slice(from, from + AT_ONCE);
    if ((some[0]?.receivedAt ?? -1) <= latest) break;
    const events = await readEvents(ports, some, OBJECTS);
    // Of one whose pack is gone its own time is all that is known.
    for (const { digest, at } of some) latest = Math.max(latest, events.get(digest)?.reopensBefore ?? at);
  }
  return latest;
}
