import { digestsOf } from "@faultline/core/id";
import type { Ports } from "../ports.js";
import type { IssueState } from "../projection/rows/issue-row.js";
import type { Entry } from "../projection/series/entry.js";
import { entriesOf } from "./entries.js";
import { entriesUp } from "./entries-up.js";

/**
 * Where an issue remembers one of its events; undefined when it has none of that id. The earliest event is found from
 * its time, any other by walking down from the latest.
 */
export async function findEntry(
  ports: Pick<Ports, "view">,
  pk: string,
  { series, summary }: Pick<IssueState, "series" | "summary">,
  eventId: string,
): Promise<Entry | undefined> {
  const isIt = digestsOf(eventId);
  if (summary && isIt(summary.head.digest)) {
    for await (const entry of entriesUp(ports, pk, series, { at: summary.head.at, digest: "" }))
      if (isIt(entry.digest)) return entry;
  }
  for await (const { entry } of entriesOf(ports, pk, series)) if (isIt(entry.digest)) return entry;
  return undefined;
}
