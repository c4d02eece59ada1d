import type { Series } from "@faultline/service/watch/rows";
import { SHOWN, type Statistic } from "@faultline/service/watch/shown-metrics";
import type { ReadableMeter, Sample } from "./meter.js";

const MINUTES_SHOWN = 60;

/** The last hour of every metric that the Status page draws, by the minute. */
export const recentSeries = (meter: ReadableMeter): Series[] =>
  SHOWN.map(({ metric, label, unit, statistic }) => ({
    name: metric,
    label,
    unit,
    points: meter
      .series(metric)
      .slice(-MINUTES_SHOWN)
      .map((sample) => [sample.at, figureOf(sample, statistic)]),
  }));

/** One figure for a minute. */
export function figureOf({ sum, count, max }: Sample, statistic: Statistic): number {
  switch (statistic) {
    case "sum":
      return sum;
    case "maximum":
      return max;
    case "average":
      return sum / count;
  }
}
