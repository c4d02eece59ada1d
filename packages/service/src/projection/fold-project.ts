import type { Accepted } from "@faultline/core/event";
import type { Key, Ports, ProjectionPorts, Written } from "../ports.js";
import { commit, fitsBesideRow, untilWritten } from "../table/compare-and-swap.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { latest, projectDeletedBefore } from "./deletions.js";
import { expiryOf } from "./expiry.js";
import { foldArrivals } from "./fold-arrivals.js";
import { inHalves } from "./in-halves.js";
import { otherCopiesOf } from "./rows/other-copies.js";
import { countedAnew, withCounts } from "./rows/release-counts.js";
import { noteReleasesOf } from "./rows/releases.js";
import { isStillAt } from "./series/is-still-at.js";
import { layOut } from "./series/lay-out.js";
import { type Change, clearUnused, isOfEarlierFormat, isOutdated, rewrite } from "./series/rewrite.js";
import {
  lacksReleases,
  PROJECT_ENTRIES_MAX,
  readSeries,
  type Series,
  seriesAttributes,
} from "./series/series.js";

const seriesKey = (project: string): Key => ({ pk: projectPartition(project), sk: SINGLE });

/** Counts events for the project's own timeline, by the same rules as an issue's. One attempt. */
export async function foldProject(
  ports: ProjectionPorts,
  project: string,
  events: readonly Accepted[],
): Promise<Written> {
  const key = seriesKey(project);
  const { stored, isBehind } = await projectSeries(ports, project);
  const rewriteThenFold = async (change: Change, copies: readonly Accepted[] = []): Promise<Written> => {
    const rewritten = await rewriteProject(ports, project, { ...change, ver: stored.ver });
    return rewritten === "written" ? foldProject(ports, project, [...events, ...copies]) : rewritten;
  };
  if (isBehind || isProjectOfEarlier(stored)) return rewriteThenFold({});
  const series = { ...stored, expiresAt: expiryOf(ports, stored.expiresAt, events) };
  const folded = await foldArrivals(ports, { project, pk: key.pk }, series, events);
  if (folded.upsetting.length > 0) {
    const copies = await otherCopiesOf(ports, folded.gone, series.deletedBefore ?? -1);
    return rewriteThenFold({ changed: folded.upsetting }, copies);
  }
  const changed = folded.series.open.some((entry, place) => entry !== stored.open[place]);
  if (!changed && folded.replaced.length === 0) return isStillAt(ports, key, stored.ver, folded);
  const laid = await layOut(ports, key.pk, folded, PROJECT_ENTRIES_MAX);
  if (!laid) return "conflict";
  const counted = await withCounts(ports, key.pk, laid.series, laid.tallies);
  const writes = [...laid.writes, ...counted.writes];
  if (!fitsBesideRow(writes)) return inHalves(events, (half) => foldProject(ports, project, half));
  const written = await commit(ports, { ...key, ...seriesAttributes(counted.series) }, stored.ver, writes);
  // A deletion that came meanwhile saw nothing here.
  if (written === "written" && stored.ver === 0) await heedProjectDeletion(ports, project);
  return written;
}

/** Takes out of the project's series what a deletion took away, if it is still there. */
export async function heedProjectDeletion(ports: ProjectionPorts, project: string): Promise<void> {
  await untilWritten(ports, async () => {
    const { isBehind } = await projectSeries(ports, project);
    return isBehind ? rewriteProject(ports, project, {}) : "written";
  });
}

/** Lays out the project's series anew. One attempt. */
export async function rewriteProject(
  ports: ProjectionPorts,
  project: string,
  change: Change,
): Promise<Written> {
  const key = seriesKey(project);
  const { stored, isBehind } = await projectSeries(ports, project);
  if (stored.ver === 0) return "written";
  if (isOutdated(change, stored)) return "conflict";
  const rewritten = await rewrite(ports, { project, pk: key.pk }, stored, change);
  for (const item of await countedAnew(ports, key.pk, stored, rewritten)) await ports.view.put(item);
  if (isBehind || lacksReleases(stored)) await noteReleasesOf(ports, project, rewritten.kept);
  const series = { ...rewritten.series, uncounted: {} };
  const written = await commit(ports, { ...key, ...seriesAttributes(series) }, stored.ver, []);
  await clearUnused(ports, key, [stored.gen, series.gen]);
  return written;
}

/** True of a project's row that has to be written anew before anything is added to it. */
export const isProjectOfEarlier = (series: Series): boolean =>
  isOfEarlierFormat(series) || lacksReleases(series);

interface ProjectSeries {
  /** As it is stored, with the latest deletion that is known. */
  readonly stored: Series;
  /** It still holds what that took away. */
  readonly isBehind: boolean;
}

async function projectSeries(ports: Pick<Ports, "log" | "view">, project: string): Promise<ProjectSeries> {
  const [item, ownerDeletedBefore] = await Promise.all([
    ports.view.get(seriesKey(project)),
    projectDeletedBefore(ports, project),
  ]);
  const read = readSeries(item);
  const series = read.ver === 0 ? { ...read, uncounted: {} } : read;
  const deletedBefore = latest([series.deletedBefore, ownerDeletedBefore]);
  return {
    stored: { ...series, deletedBefore },
    isBehind: series.total > 0 && deletedBefore !== series.deletedBefore,
  };
}
