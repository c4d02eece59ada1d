import { bucketStart, type Point, type Unit, zeroFill } from "@faultline/core/timeline";
import type { Ports } from "../ports.js";
import { readSeries } from "../projection/series/series.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { type Count, type Counted, countsOf } from "./counts-in-span.js";
import { type Part, partsOf } from "./parts.js";

interface TimelineRequest {
  readonly project: string;
  /** Without one, the timeline is the whole project's. */
  readonly issue?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
  /** Counts the events of this environment alone. */
  readonly environment?: string | undefined;
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

export const seriesOf = (parts: readonly Part[]): readonly Counted[] =>
  parts.map(({ pk, state }) => ({ pk, series: state.series }));

/** The same for series whose rows have been read: of all of them together. */
export async function pointsOf(
  ports: Pick<Ports, "view">,
  counted: readonly Counted[],
  { from, to, unit, environment }: Pick<TimelineRequest, "from" | "to" | "unit" | "environment">,
): Promise<readonly Point[]> {
  const ofSeries: (readonly Count[])[] = [];
  const range = { from: bucketStart(from, unit), to, environment };
  for (const one of counted) ofSeries.push(await countsOf(ports, one, range));
  const points = new Map<number, Point>();
  for (const { at, region, count } of ofSeries.flat()) {
    const start = bucketStart(at, unit);
    const before = points.get(start) ?? { at: start, count: 0, regions: {} };
    const regions = { ...before.regions, [region]: (before.regions[region] ?? 0) + count };
    points.set(start, { at: start, count: before.count + count, regions });
  }
  return [...points.values()].sort((a, b) => a.at - b.at);
}
