import type { Accepted } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import { readPack } from "../ingest/pack.js";
import type { Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { packKey } from "../table/layout.js";

/** The events that entries point to, by digest. Those whose pack has expired or not arrived yet are missing. */
export async function readEvents(ports: Ports, entries: readonly Entry[]): Promise<Map<string, Accepted>> {
  const byPack = groupBy(entries, (entry) => entry.pack);
  const items = await ports.log.getMany([...byPack.keys()].map(packKey));
  const events = new Map<string, Accepted>();
  for (const item of items) {
    const accepted = await readPack(ports, item);
    for (const entry of byPack.get(item.pk.slice("K#".length)) ?? []) {
      const event = accepted[entry.index];
      if (event) events.set(entry.digest, event);
    }
  }
  return events;
}
