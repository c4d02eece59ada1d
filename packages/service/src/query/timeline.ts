import { bucketStart, type Point, type Unit, zeroFill } from "@faultline/core/timeline";
import type { Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { hourCounts, hourOf, MINUTE } from "../projection/series/hours.js";
import { LAST } from "../projection/series/load.js";
import { hourKey, readPage, rowPrefix } from "../projection/series/page.js";
import { readSeries, type Series } from "../projection/series/series.js";
import { projectPartition, SINGLE, sortableTime } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { type Part, partsOf } from "./parts.js";

interface TimelineRequest {
  readonly project: string;
  /** Without one, the timeline is the whole project's. */
  readonly issue?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
}

interface Count {
  readonly at: number;
  readonly region: string;
  readonly count: number;
}

/** Events by minute, hour or day from `from` to `to`, buckets without events included. */
export async function timeline(
  ports: Pick<Ports, "view">,
  request: TimelineRequest,
): Promise<readonly Point[]> {
  return zeroFill(await activePoints(ports, request), request.from, request.to, request.unit);
}

/** The same without the empty buckets, in order of time. */
export async function activePoints(
  ports: Pick<Ports, "view">,
  request: TimelineRequest,
): Promise<readonly Point[]> {
  const { project, issue } = request;
  const pk = projectPartition(project);
  return issue === undefined
    ? pointsOf(ports, [{ pk, series: readSeries(await ports.view.get({ pk, sk: SINGLE })) }], request)
    : pointsOf(ports, seriesOf(await partsOf(ports, project, issue)), request);
}

interface Counted {
  readonly pk: string;
  readonly series: Series;
}

export const seriesOf = (parts: readonly Part[]): readonly Counted[] =>
  parts.map(({ pk, state }) => ({ pk, series: state.series }));

/** The same for series whose rows have been read: of all of them together. */
export async function pointsOf(
  ports: Pick<Ports, "view">,
  counted: readonly Counted[],
  { from, to, unit }: Pick<TimelineRequest, "from" | "to" | "unit">,
): Promise<readonly Point[]> {
  const counts: Count[] = [];
  for (const { pk, series } of counted)
    counts.push(...(await countsOf(ports, pk, series, bucketStart(from, unit), to)));
  const points = new Map<number, Point>();
  for (const { at, region, count } of counts) {
    const start = bucketStart(at, unit);
    const before = points.get(start) ?? { at: start, count: 0, regions: {} };
    const regions = { ...before.regions, [region]: (before.regions[region] ?? 0) + count };
    points.set(start, { at: start, count: before.count + count, regions });
  }
  return [...points.values()].sort((a, b) => a.at - b.at);
}

/** What lies in dense pages is read from their hours; the rest from the entries themselves. */
async function countsOf(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  from: number,
  to: number,
): Promise<Count[]> {
  const isInside = ({ at }: { at: number }): boolean => at >= from && at <= to;
  // Nothing so late was ever archived, so no page and no hour holds any of it.
  if (series.archivedUpTo < from) return series.open.map(single).filter(isInside);
  const mixed = rowPrefix("M", series.gen);
  const pages = await collect(
    queryAll(ports.view, { pk, from: mixed + sortableTime(from), to: mixed + LAST }),
  );
  const entries = [...series.open, ...pages.flatMap((item) => readPage(item).entries)];
  const range = {
    pk,
    from: hourKey(pk, series.gen, hourOf(from)).sk,
    to: hourKey(pk, series.gen, hourOf(to)).sk,
  };
  const hours = await collect(queryAll(ports.view, range));
  const inHours = hours.flatMap((item) => {
    const start = Number(item.sk.slice(rowPrefix("T", series.gen).length));
    return Object.entries(hourCounts(item)).flatMap(([region, minutes]) =>
      Object.entries(minutes).map(([minute, count]) => ({
        at: start + Number(minute) * MINUTE,
        region,
        count,
      })),
    );
  });
  return [...entries.map(single), ...inHours].filter(isInside);
}

function single({ at, region }: Entry): Count {
  return { at: Math.floor(at / MINUTE) * MINUTE, region, count: 1 };
}
