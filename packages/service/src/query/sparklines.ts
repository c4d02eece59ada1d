import { bucketStart, UNIT_MILLISECONDS, type Unit, zeroFill } from "@faultline/core/timeline";
import type { Ports, Region } from "../ports.js";
import type { Series } from "../projection/series/series.js";
import { inPool } from "../table/in-pool.js";
import type { Counted } from "./counts-in-span.js";
import { partsByIssue, statesOf } from "./parts.js";
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
  spanning: Spanning,
): Promise<ReadonlyMap<string, Sparkline>> {
  const to = ports.clock.now();
  const parts = await partsByIssue(ports, project, await statesOf(ports, project, issues));
  const made = new Map<string, Sparkline>();
  const work = [...parts].map(([id, own]) => async () => {
    const counted = seriesOf(own);
    made.set(id, await remembered(counted, { ...spanning, to }, () => lineOf(ports, counted, spanning, to)));
  });
  await inPool(AT_ONCE, work);
  return made;
}

async function lineOf(
  ports: Pick<Ports, "view">,
  counted: readonly Counted[],
  { span, environment }: Spanning,
  to: number,
): Promise<Sparkline> {
  const { unit, count } = BUCKETS[span];
  const from = bucketStart(to, unit) - (count - 1) * UNIT_MILLISECONDS[unit];
  const points = await pointsOf(ports, counted, { from, to, unit, environment });
  const filled = zeroFill(points, from, to, unit);
  const regions = [...new Set(points.flatMap((point) => Object.keys(point.regions)))].sort();
  return {
    unit,
    from,
    counts: filled.map((point) => point.count),
    regions: Object.fromEntries(
      regions.map((region) => [region, filled.map((point) => point.regions[region] ?? 0)]),
    ),
  };
}

interface Known {
  readonly asked: string;
  readonly line: Sparkline;
}

/** By the series it was made of, which is another one once an event was added. */
const known = new WeakMap<Series, Known>();

/** The line that was made of the same series within the same hour; else what is made now. */
async function remembered(
  counted: readonly Counted[],
  { span, environment, to }: Spanning & { readonly to: number },
  make: () => Promise<Sparkline>,
): Promise<Sparkline> {
  const [only, ...others] = counted;
  // Some of it is later than now, and shown from then on.
  const isWhole = only && others.length === 0 && only.series.last <= to;
  if (!isWhole) return make();
  const where = environment === undefined ? "everywhere" : `in ${environment}`;
  const asked = `${span} ${bucketStart(to, "hour")} ${where}`;
  const before = known.get(only.series);
  if (before?.asked === asked) return before.line;
  const line = await make();
  known.set(only.series, { asked, line });
  return line;
}
