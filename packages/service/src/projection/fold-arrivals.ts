import type { Accepted } from "@faultline/core/event";
import { readPack } from "../ingest/pack.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { packKey, projectPartition } from "../table/layout.js";
import { type Folded, fold } from "./fold.js";
import { noteOtherCopies } from "./rows/other-copies.js";
import { withRelease } from "./rows/release-counts.js";
import { noteTimes, timesOf } from "./rows/sightings.js";
import { pagesFor } from "./series/load.js";
import type { Series } from "./series/series.js";

/**
 * Folds events into a series as its row says it now, and gives back what came of it.
 *
 * Both regions may have stored one pack, and replication leaves the later of the two. Changes of it may come here out of
 * their order, when one had to be tried again or an invocation given up for lost goes on. So where the series knows
 * another state of a pack than the one that arrived, what the log says now counts. It is read after the row, whose
 * version guards the write: whoever read an older state loses to whoever wrote a newer one.
 */
export async function foldArrivals(
  ports: ProjectionPorts,
  { project, pk }: { readonly project: string; readonly pk: string },
  series: Series,
  events: readonly Accepted[],
): Promise<Folded> {
  const foldInto = async (arrivals: readonly Accepted[]): Promise<Folded> => {
    const times = await timesOf(ports, project, arrivals, series.floatsUpTo);
    const entries = pk === projectPartition(project) ? arrivals.map(withRelease) : arrivals;
    return fold(series, await pagesFor(ports, pk, series, times), entries);
  };
  let folded = await foldInto(events);
  if (folded.contested.length > 0) {
    const packs = new Set(folded.contested.map(({ pack }) => pack));
    folded = await foldInto(await asStored(ports, events, packs));
  }
  await noteTimes(ports, project, [...folded.added, ...folded.changed]);
  await noteOtherCopies(ports, project, folded.others);
  return folded;
}

/** The events, those of these packs as the log holds them now. A pack that is no longer there changes nothing. */
async function asStored(
  ports: Pick<Ports, "log" | "blobs">,
  events: readonly Accepted[],
  packs: ReadonlySet<string>,
): Promise<Accepted[]> {
  const items = await ports.log.getMany([...packs].map(packKey));
  const read = await Promise.all(items.map((item) => readPack(ports, item)));
  const stored = new Map(read.flat().map((accepted) => [`${accepted.pack} ${accepted.digest}`, accepted]));
  return events.flatMap((accepted) => {
    if (!packs.has(accepted.pack)) return [accepted];
    const now = stored.get(`${accepted.pack} ${accepted.digest}`);
    return now ? [now] : [];
  });
}
