import type { Began } from "@faultline/core/release-order";
import * as z from "zod";
import type { Ports } from "../../ports.js";
import { compareAndSwap } from "../../table/compare-and-swap.js";
import {
  deployKey,
  deploysPartition,
  RELEASES_MAX,
  seenReleaseKey,
  seenReleasesPartition,
} from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { projectDeletedBefore } from "../deletions.js";

// When releases began is told by rows of the log alone, so that both regions come to the same order of them: which copy
// of its first event a view met is its own affair.

const Row = z.object({
  release: z.string(),
  at: z.number(),
  receivedAt: z.number().optional(),
  x: z.number(),
});
type Row = z.infer<typeof Row>;

const receivedAtOf = ({ at, receivedAt = at }: Row): number => receivedAt;

export type FirstEvent = { readonly at: number; readonly receivedAt: number };

/**
 * Keeps when a release was seen first, for both regions, and gives back when that was. What is there stays, but for what a deletion
 * took away.
 */
export async function noteSeen(
  ports: Pick<Ports, "log" | "clock" | "ids">,
  { project, release, deletedBefore }: { project: string; release: string; deletedBefore: number },
  { at, receivedAt }: FirstEvent,
  x: number,
): Promise<FirstEvent> {
  const row = { key: seenReleaseKey(project, release), schema: Row };
  const first = await compareAndSwap(ports, ports.log, row, (known) => {
    if (!known || receivedAtOf(known) <= deletedBefore) return { release, at, receivedAt, x };
    return known.x >= x ? undefined : { ...known, x };
  });
  return first ? { at: first.at, receivedAt: receivedAtOf(first) } : { at, receivedAt };
}

/** When these releases of a project began, as the log says now. */
export async function beganOf(
  ports: Pick<Ports, "log">,
  project: string,
  releases: readonly string[],
): Promise<Began> {
  if (releases.length === 0) return () => undefined;
  const keys = releases.flatMap((release) => [deployKey(project, release), seenReleaseKey(project, release)]);
  const [items, deletedBefore = -1] = await Promise.all([
    ports.log.getMany(keys),
    projectDeletedBefore(ports, project),
  ]);
  return earliestOf(items.map((item) => Row.parse(item)).filter((row) => receivedAtOf(row) > deletedBefore));
}

/** All of a project's releases, and when they began. */
export async function allReleases(
  ports: Pick<Ports, "log">,
  project: string,
): Promise<{ readonly releases: readonly string[]; readonly began: Began }> {
  const deletedBefore = (await projectDeletedBefore(ports, project)) ?? -1;
  const partitions = [deploysPartition(project), seenReleasesPartition(project)];
  const items = await Promise.all(partitions.map((pk) => collect(queryAll(ports.log, { pk }), RELEASES_MAX)));
  const rows = items
    .flat()
    .map((item) => Row.parse(item))
    .filter((row) => receivedAtOf(row) > deletedBefore);
  return { releases: [...new Set(rows.map(({ release }) => release))], began: earliestOf(rows) };
}

function earliestOf(rows: readonly Row[]): Began {
  const times = new Map<string, number>();
  for (const { release, at } of rows) times.set(release, Math.min(at, times.get(release) ?? at));
  return (release) => times.get(release);
}
