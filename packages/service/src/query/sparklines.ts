import { bucketStart, UNIT_MILLISECONDS, type Unit, zeroFill } from "@faultline/core/timeline";
import type { Ports, Region } from "../ports.js";
import { inPool } from "../table/in-pool.js";
import { issuePartition } from "../table/layout.js";
import { partsAmong, statesOf } from "./parts.js";
import { pointsOf, seriesOf } from "./timeline.js";

/** How much an issue happened lately: a count for each hour or day up to now, oldest first. */
export interface Sparkline {
  readonly unit: Unit;
  /** The start of the first bucket. */
  readonly from: number;
  readonly counts: readonly number[];
  /** The same by the region that accepted them; regions without any are left out. */
  readonly regions: Readonly<Record<Region, readonly number[]>>;
}

export const SPARKLINE_SPANS = ["24h", "14d"] as const;
type SparklineSpan = (typeof SPARKLINE_SPANS)[number];

const BUCKETS: Readonly<Record<SparklineSpan, { unit: Unit; count: number }>> = {
  "24h": { unit: "hour", count: 24 },
  "14d": { unit: "day", count: 14 },
};

/** What sparklines span, and the environment whose events alone they count. */
export interface Spanning {
  readonly span: SparklineSpan;
  readonly environment?: string | undefined;
}

const AT_ONCE = 10;

/**
 * The sparklines of a page of issues, by id. Most issues fit their own row, which one batch reads; pages are read only
 * for those that had more events within the span.
 */
export async function sparklines(
  ports: Pick<Ports, "view" | "clock">,
  project: string,
  issues: readonly string[],
  { span, environment }: Spanning,
): Promise<ReadonlyMap<string, Sparkline>> {
  const { unit, count } = BUCKETS[span];
  const to = ports.clock.now();
  const from = bucketStart(to, unit) - (count - 1) * UNIT_MILLISECONDS[unit];
  const states = await statesOf(ports, project, issues);
  const memberIds = [...states.values()].flatMap(({ members }) => Object.keys(members));
  const members = memberIds.length > 0 ? await statesOf(ports, project, memberIds) : new Map();
  const made = new Map<string, Sparkline>();
  const work = [...states].map(([id, state]) => async () => {
    const own = { pk: issuePartition(project, id), state };
    const parts = [own, ...partsAmong(project, state, members)];
    const points = await pointsOf(ports, seriesOf(parts), { from, to, unit, environment });
    const filled = zeroFill(points, from, to, unit);
    const regions = [...new Set(points.flatMap((point) => Object.keys(point.regions)))].sort();
    made.set(id, {
      unit,
      from,
      counts: filled.map((point) => point.count),
      regions: Object.fromEntries(
        regions.map((region) => [region, filled.map((point) => point.regions[region] ?? 0)]),
      ),
    });
  });
  await inPool(AT_ONCE, work);
  return made;
}
