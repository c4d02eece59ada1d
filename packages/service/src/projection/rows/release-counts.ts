import type { Accepted } from "@faultline/core/event";
import { base32, digest } from "@faultline/core/hash";
import { remembering } from "@faultline/core/remembering";
import * as z from "zod";
import type { Item, Key, Ports, Write } from "../../ports.js";
import { projectPartition, SINGLE } from "../../table/layout.js";
import { memoize } from "../../table/memoize.js";
import { collect, queryAll } from "../../table/query-all.js";
import { longAfter } from "../expiry.js";
import type { Entry } from "../series/entry.js";
import type { Tally } from "../series/hours.js";
import { LAST } from "../series/load.js";
import { rowPrefix } from "../series/page.js";
import { lacksReleases, readSeries, type Series } from "../series/series.js";

/** How many events are of which release, by what stands for it. */
type ReleaseCounts = Readonly<Record<string, number>>;

const MARK_CHARS = 10;
const marks = remembering((release: string) => base32(digest("release", release)).slice(0, MARK_CHARS));

/** Stands for a release where its name is too long: ten characters. */
export const releaseMark = (release: string): string => marks(release, release);

/** The mark of the release that an event is of, if it says. */
const markIn = ({ release }: Accepted["event"]): string | undefined =>
  release === undefined || release === "" ? undefined : releaseMark(release);

/** The same event as an entry of its project's series. */
export const withRelease = memoize((accepted: Accepted): Accepted & Entry => ({
  ...accepted,
  release: markIn(accepted.event),
}));

/**
 * A row for each release beside a project's series. Written with each page they would cost as much as the page; so the series
 * counts in its own row what came into pages, and hands that over once it is this much.
 */
const UNCOUNTED_RELEASES_MAX = 8;
const UNCOUNTED_EVENTS_MAX = 200;

const Row = z.object({ n: z.number(), x: z.number() });

const countKey = (pk: string, gen: number, mark: string): Key => ({ pk, sk: rowPrefix("V", gen) + mark });

/** The series after these came into its pages or left them, with the counts that are written beside it. */
export async function withCounts(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  tallies: readonly Tally[],
): Promise<{ readonly series: Series; readonly writes: readonly Write[] }> {
  const uncounted = added(series.uncounted ?? {}, tallies);
  const counts = Object.entries(uncounted);
  const events = counts.reduce((sum, [, count]) => sum + Math.abs(count), 0);
  if (counts.length <= UNCOUNTED_RELEASES_MAX && events <= UNCOUNTED_EVENTS_MAX)
    return { series: { ...series, uncounted }, writes: [] };
  const keys = counts.map(([mark]) => countKey(pk, series.gen, mark));
  const items = await ports.view.getMany(keys);
  const stored = new Map(items.map((item) => [item.sk, Row.parse(item)]));
  const writes = counts.map(([mark, count]): Write => {
    const key = countKey(pk, series.gen, mark);
    const { n, x } = stored.get(key.sk) ?? { n: 0, x: 0 };
    return { kind: "put", item: { ...key, n: n + count, x: Math.max(x, longAfter(series.expiresAt)) } };
  });
  return { series: { ...series, uncounted: {} }, writes };
}

/**
 * The counts by release of a series that is written anew: of the entries that go into pages, and of those that have expired
 * as they were told before.
 */
export async function countedAnew(
  ports: Pick<Ports, "view">,
  pk: string,
  stored: Series,
  { series, kept, before }: Anew,
): Promise<readonly Item[]> {
  const isAllThere = series.total === kept.length;
  const told = isAllThere ? {} : added(await countsOf(ports, pk, stored), leaving(before));
  const paged = added(told, coming(kept.slice(series.open.length)));
  return Object.entries(paged)
    .filter(([, count]) => count > 0)
    .map(([mark, n]) => ({ ...countKey(pk, series.gen, mark), n, x: longAfter(series.expiresAt) }));
}

interface Anew {
  readonly series: Series;
  readonly kept: readonly Entry[];
  /** All entries there were. */
  readonly before: readonly Entry[];
}

/** A project that is written all the time is read so often; then it may be some events behind itself. */
const READS_MAX = 5;

/** How many events of a project are of which release; undefined while an earlier version's view is made anew. */
export async function releaseCounts(
  ports: Pick<Ports, "view">,
  project: string,
): Promise<ReleaseCounts | undefined> {
  const pk = projectPartition(project);
  const read = async (): Promise<Series> => readSeries(await ports.view.get({ pk, sk: SINGLE }));
  let series = await read();
  for (let reads = 1; ; reads++) {
    if (lacksReleases(series)) return undefined;
    const counts = await countsOf(ports, pk, series);
    // What was written between the reads may be in both, or in neither.
    const now = await read();
    if (now.ver === series.ver || reads === READS_MAX) return counts;
    series = now;
  }
}

/** Those that have been counted, that wait for it, and that are no page's yet. */
export async function countsOf(
  ports: Pick<Ports, "view">,
  pk: string,
  { gen, open, uncounted }: Pick<Series, "gen" | "open" | "uncounted">,
): Promise<ReleaseCounts> {
  const prefix = rowPrefix("V", gen);
  const items = await collect(queryAll(ports.view, { pk, from: prefix, to: prefix + LAST }));
  const counts = new Map(items.map((item) => [item.sk.slice(prefix.length), Row.parse(item).n]));
  for (const [mark, count] of Object.entries(uncounted ?? {}))
    counts.set(mark, (counts.get(mark) ?? 0) + count);
  return added(Object.fromEntries(counts), coming(open));
}

const coming = (entries: readonly Entry[]): Tally[] => entries.map((entry) => ({ entry, by: 1 }));
const leaving = (entries: readonly Entry[]): Tally[] => entries.map((entry) => ({ entry, by: -1 }));

/** The counts with these; what is of no release, and what falls to none, is not among them. */
function added(before: ReleaseCounts, tallies: readonly Tally[]): ReleaseCounts {
  const counts = new Map(Object.entries(before));
  for (const { entry, by } of tallies)
    if (entry.release !== undefined) counts.set(entry.release, (counts.get(entry.release) ?? 0) + by);
  return Object.fromEntries([...counts].filter(([, count]) => count !== 0));
}
