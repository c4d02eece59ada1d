import { groupBy } from "@faultline/core/group-by";
import { bucketStart, bucketStarts, type Unit } from "@faultline/core/timeline";
import type { Region } from "../ports.js";
import type { Figure } from "./figures.js";
import { oneFigure, type ShownMetric } from "./shown-metrics.js";

/** What a metric came to in a bucket: in all, and in each region that has a figure of it. */
export interface MetricPoint {
  readonly at: number;
  /** 0 where no region has a figure. */
  readonly value: number;
  readonly regions: Readonly<Record<Region, number>>;
}

export interface MetricSpan {
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
}

/** A metric by minute, hour or day, buckets without figures included. */
export function metricPoints(
  figures: readonly Figure[],
  { metric, statistic }: Pick<ShownMetric, "metric" | "statistic">,
  { from, to, unit }: MetricSpan,
): MetricPoint[] {
  const own = figures.filter((figure) => figure.metric === metric);
  const buckets = groupBy(own, ({ at }) => bucketStart(at, unit));
  return bucketStarts(from, to, unit).map((at) => {
    const byRegion = groupBy(buckets.get(at) ?? [], ({ region }) => region);
    const regions = [...byRegion].map(([region, group]): [Region, number] => [
      region,
      oneFigure(
        group.map(({ value }) => value),
        statistic,
      ),
    ]);
    const values = regions.map(([, value]) => value);
    const value = values.length === 0 ? 0 : oneFigure(values, statistic);
    return { at, value, regions: Object.fromEntries(regions) };
  });
}
