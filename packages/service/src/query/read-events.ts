import type { Accepted } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import { readPack } from "../ingest/pack.js";
import { type EventPorts, type Item, type Ports, Unavailable } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { packKey } from "../table/layout.js";

/** For who has to have all: an object that has not come by then was lost. */
export const OBJECTS = { waitMilliseconds: 3_600_000 } as const;

/**
 * The events that entries point to, by digest. Those whose pack has expired are missing, and those whose pack's object is
 * not to be had: one that was lost must not hide the others. Throws `Unavailable` instead when that pack is younger than
 * `waitMilliseconds`, for who has to have them all: its object is likely on its way.
 */
export async function readEvents(
  ports: EventPorts,
  entries: readonly Entry[],
  { waitMilliseconds = 0 }: { readonly waitMilliseconds?: number } = {},
): Promise<Map<string, Accepted>> {
  const byPack = groupBy(entries, (entry) => entry.pack);
  const items = await ports.log.getMany([...byPack.keys()].map(packKey));
  const events = new Map<string, Accepted>();
  for (const item of items) {
    const ofPack = byPack.get(item.pk.slice("K#".length)) ?? [];
    const youngest = Math.max(...ofPack.map(({ receivedAt }) => receivedAt));
    const accepted = await eventsOf(ports, item, ports.clock.now() - youngest < waitMilliseconds);
    for (const entry of ofPack) {
      const event = accepted[entry.index];
      if (event) events.set(entry.digest, event);
    }
  }
  return events;
}

async function eventsOf(
  ports: Pick<Ports, "blobs">,
  item: Item,
  mayWait: boolean,
): Promise<readonly Accepted[]> {
  try {
    return await readPack(ports, item);
  } catch (error) {
    if (mayWait || !(error instanceof Unavailable)) throw error;
    return [];
  }
}
