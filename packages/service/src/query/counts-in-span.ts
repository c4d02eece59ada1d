import type { Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { HOUR, type HourCounts, hourCounts, hourOf, MINUTE } from "../projection/series/hours.js";
import { LAST } from "../projection/series/load.js";
import { hourKey, readPage, rowPrefix } from "../projection/series/page.js";
import type { Series } from "../projection/series/series.js";
import { sortableTime } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { isEnvironment } from "./is-environment.js";

/** A series that is counted, and where its rows are. */
export interface Counted {
  readonly pk: string;
  readonly series: Series;
}

/** So many events of a region in the minute that begins then. */
export interface Count {
  readonly at: number;
  readonly region: string;
  readonly count: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** Counts the events of this one alone. */
  readonly environment: string | undefined;
}

/** A series' events within a span. What lies in dense pages is read from their hours; the rest from the entries themselves. */
export async function countsOf(
  ports: Pick<Ports, "view">,
  { pk, series }: Counted,
  { from, to, environment }: Span,
): Promise<Count[]> {
  const isInside = ({ at }: { at: number }): boolean => at >= from && at <= to;
  const isMeant = environment === undefined ? () => true : isEnvironment(environment);
  const singles = (entries: readonly Entry[]): Count[] =>
    entries.filter((entry) => isMeant(entry.environment)).map(single);
  // Nothing so late was ever archived, so no page and no hour holds any of it.
  if (series.archivedUpTo < from) return singles(series.open).filter(isInside);
  const inPages = async (kind: "D" | "M", end: string, start: number): Promise<readonly Entry[]> => {
    const prefix = rowPrefix(kind, series.gen);
    const range = { pk, from: prefix + sortableTime(start), to: prefix + end + LAST };
    return (await collect(queryAll(ports.view, range))).flatMap((item) => readPage(item).entries);
  };
  const counts = [singles([...series.open, ...(await inPages("M", "", from))])];
  const hours = {
    pk,
    from: hourKey(pk, series.gen, hourOf(from)).sk,
    to: hourKey(pk, series.gen, hourOf(to)).sk,
  };
  for (const item of await collect(queryAll(ports.view, hours))) {
    const start = Number(item.sk.slice(rowPrefix("T", series.gen).length));
    const told = countsIn(hourCounts(item), environment === undefined ? undefined : isMeant);
    if (told) counts.push(told.flatMap((minutes) => inMinutes(minutes, start)));
    // A row of before hours counted by environment: what it counts lies in pages, which know.
    else counts.push(singles(await inPages("D", sortableTime(start + HOUR - 1), start)));
  }
  return counts.flat().filter(isInside);
}

/** What an hour's row says; undefined when it does not know. */
function countsIn(
  { all, environments }: HourCounts,
  isMeant: ((name: string) => boolean) | undefined,
): readonly HourCounts["all"][] | undefined {
  if (!isMeant) return [all];
  return environments && Object.entries(environments).flatMap(([name, own]) => (isMeant(name) ? [own] : []));
}

const single = ({ at, region }: Entry): Count => ({
  at: Math.floor(at / MINUTE) * MINUTE,
  region,
  count: 1,
});

const inMinutes = (regions: HourCounts["all"], start: number): Count[] =>
  Object.entries(regions).flatMap(([region, minutes]) =>
    Object.entries(minutes).map(([minute, count]) => ({
      at: start + Number(minute) * MINUTE,
      region,
      count,
    })),
  );
