import { bucketStart, bucketStarts, type Unit } from "@faultline/core/timeline";
import type { Region } from "../ports.js";
import type { MetricSample } from "./metric-samples.js";
import { type ShownMetric, statisticOf, type Tally } from "./shown-metrics.js";

/** What a metric came to in a bucket: in all, and in each region that has a figure of it. */
interface MetricPoint {
  readonly at: number;
  /** 0 where no region has a figure. */
  readonly value: number;
  readonly regions: Readonly<Record<Region, number>>;
}

interface MetricSpan {
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
}

const NONE: Tally = { sum: 0, count: 0, max: Number.NEGATIVE_INFINITY };

/** Of one metric: by the start of a bucket, by region. */
type Tallies = Map<number, Map<Region, Tally>>;

/**
 * Each metric by minute, hour or day, buckets without figures included. Figures are taken one by one: months of minutes
 * are more than a process holds.
 */
export async function metricPoints(
  figures: AsyncIterable<MetricSample>,
  metrics: readonly ShownMetric[],
  span: MetricSpan,
): Promise<Map<ShownMetric, readonly MetricPoint[]>> {
  const byMetric = new Map<string, Tallies>(metrics.map(({ metric }) => [metric, new Map()]));
  for await (const { metric, region, at, value } of figures) {
    const tallies = byMetric.get(metric);
    if (!tallies) continue;
    const start = bucketStart(at, span.unit);
    const regions = tallies.get(start) ?? new Map<Region, Tally>();
    tallies.set(
      start,
      regions.set(region, joined(regions.get(region) ?? NONE, { sum: value, count: 1, max: value })),
    );
  }
  return new Map(metrics.map((shown) => [shown, pointsOf(shown, byMetric.get(shown.metric), span)]));
}

function pointsOf(
  { statistic }: ShownMetric,
  tallies: Tallies | undefined,
  { from, to, unit }: MetricSpan,
): MetricPoint[] {
  return bucketStarts(from, to, unit).map((at) => {
    const regions = [...(tallies?.get(at) ?? [])];
    const value =
      regions.length === 0 ? 0 : statisticOf(regions.map(([, tally]) => tally).reduce(joined), statistic);
    const each = regions.map(([region, tally]) => [region, statisticOf(tally, statistic)] as const);
    return { at, value, regions: Object.fromEntries(each) };
  });
}

const joined = (a: Tally, b: Tally): Tally => ({
  sum: a.sum + b.sum,
  count: a.count + b.count,
  max: Math.max(a.max, b.max),
});
