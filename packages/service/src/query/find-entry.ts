import { digestsOf } from "@faultline/core/id";
import type { Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { entriesOf } from "./entries.js";
import { entriesUp } from "./entries-up.js";
import type { Part } from "./parts.js";

/**
 * Where an issue remembers one of its events, in whichever of its parts; undefined when it has none of that id. The earliest
 * event of a part is found from its time, any other by walking down from the latest.
 */
export async function findEntry(
  ports: Pick<Ports, "view">,
  parts: readonly Part[],
  eventId: string,
): Promise<Entry | undefined> {
  for (const part of parts) {
    const entry = await findIn(ports, part, digestsOf(eventId));
    if (entry) return entry;
  }
  return undefined;
}

async function findIn(
  ports: Pick<Ports, "view">,
  { pk, state: { series, summary } }: Part,
  isIt: (digest: string) => boolean,
): Promise<Entry | undefined> {
  if (summary && isIt(summary.head.digest)) {
    for await (const entry of entriesUp(ports, pk, series, { at: summary.head.at, digest: "" }))
      if (isIt(entry.digest)) return entry;
  }
  for await (const { entry } of entriesOf(ports, pk, series)) if (isIt(entry.digest)) return entry;
  return undefined;
}
