import type { Accepted } from "@faultline/core/event";
import type { Key, Ports, ProjectionPorts, Written } from "../ports.js";
import { commit, fitsBesideRow } from "../table/compare-and-swap.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { expiryOf } from "./expiry.js";
import { foldArrivals } from "./fold-arrivals.js";
import { inHalves } from "./in-halves.js";
import { projectDeletedBefore } from "./project-deleted-before.js";
import { layOut } from "./series/lay-out.js";
import { type Change, clearUnused, isOfEarlierFormat, isOutdated, rewrite } from "./series/rewrite.js";
import { readSeries, type Series, seriesAttributes } from "./series/series.js";

const seriesKey = (project: string): Key => ({ pk: projectPartition(project), sk: SINGLE });

/** Counts events for the project's own timeline, by the same rules as an issue's. One attempt. */
export async function foldProject(
  ports: ProjectionPorts,
  project: string,
  events: readonly Accepted[],
): Promise<Written> {
  const key = seriesKey(project);
  const stored = await storedSeries(ports, project);
  const rewriteThenFold = async (change: Change): Promise<Written> => {
    const rewritten = await rewriteProject(ports, project, { ...change, ver: stored.ver });
    return rewritten === "written" ? foldProject(ports, project, events) : rewritten;
  };
  if (isOfEarlierFormat(stored)) return rewriteThenFold({});
  const series = { ...stored, expiresAt: expiryOf(ports, stored.expiresAt, events) };
  const folded = await foldArrivals(ports, { project, pk: key.pk }, series, events);
  if (folded.upsetting.length > 0) return rewriteThenFold({ changed: folded.upsetting });
  const changed = folded.series.open.some((entry, place) => entry !== stored.open[place]);
  if (!changed && folded.replaced.length === 0) return "written";
  const { series: next, writes } = await layOut(ports, key.pk, folded);
  if (!fitsBesideRow(writes)) return inHalves(events, (half) => foldProject(ports, project, half));
  return commit(ports, { ...key, ...seriesAttributes(next) }, stored.ver, writes);
}

/** Lays out the project's series anew. One attempt. */
export async function rewriteProject(
  ports: ProjectionPorts,
  project: string,
  change: Change,
): Promise<Written> {
  const key = seriesKey(project);
  const stored = await storedSeries(ports, project);
  if (stored.ver === 0) return "written";
  if (isOutdated(change, stored)) return "conflict";
  const { series } = await rewrite(ports, { project, pk: key.pk }, stored, change);
  const written = await commit(ports, { ...key, ...seriesAttributes(series) }, stored.ver, []);
  await clearUnused(ports, key, [stored.gen, series.gen]);
  return written;
}

async function storedSeries(ports: Pick<Ports, "log" | "view">, project: string): Promise<Series> {
  const [item, ownerCut] = await Promise.all([
    ports.view.get(seriesKey(project)),
    projectDeletedBefore(ports, project),
  ]);
  const series = readSeries(item);
  const cut = Math.max(series.cut ?? -1, ownerCut ?? -1);
  return { ...series, cut: cut < 0 ? undefined : cut };
}
