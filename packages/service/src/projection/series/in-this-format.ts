import type { Accepted } from "@faultline/core/event";
import type { ProjectionPorts } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import { projectPartition } from "../../table/layout.js";
import { withRelease } from "../rows/release-counts.js";
import { isFloating, noteTimes } from "../rows/sightings.js";
import { type Entry, ownerOf } from "./entry.js";
import { lacksReleases, SERIES_FORMAT, type Series } from "./series.js";

/** Events that are in memory together. */
const AT_ONCE = 2_000;

interface Renewed {
  readonly entries: readonly Entry[];
  readonly floatsUpTo: number;
}

/**
 * A series' entries as this version makes them of their events. Those whose packs are gone stay as they are, and one
 * that an earlier version counted twice, by two of its copies, is one. In a project's series they say their release.
 */
export async function inThisFormat(
  ports: ProjectionPorts,
  { project, pk }: { readonly project: string; readonly pk: string },
  series: Series,
  entries: readonly Entry[],
): Promise<Renewed> {
  let { floatsUpTo } = series;
  const isItsOwn = pk === projectPartition(project);
  if (series.format === SERIES_FORMAT && !(isItsOwn && lacksReleases(series))) return { entries, floatsUpTo };
  const renewed = new Map<string, Entry>();
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE);
    const events = await readEvents(ports, some, OBJECTS);
    await noteTimes(ports, project, [...events.values()]);
    const floating = [...events.values()].filter(isFloating);
    floatsUpTo = Math.max(floatsUpTo, ...floating.map(({ event }) => event.timestamp ?? -1));
    for (const next of some.map((entry) => newEntry(entry, events.get(entry.digest), isItsOwn))) {
      const known = renewed.get(next.digest);
      renewed.set(next.digest, known ? ownerOf(known, next) : next);
    }
  }
  return { entries: [...renewed.values()], floatsUpTo };
}

function newEntry(before: Entry, read: Accepted | undefined, isWithRelease: boolean): Entry {
  const entry: Entry = read && isWithRelease ? withRelease(read) : (read ?? before);
  const { digest, at, receivedAt, pack, index, region, environment, release } = entry;
  return { digest, at, receivedAt, pack, index, region, environment, release };
}
