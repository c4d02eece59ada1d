import type { MetricSample } from "@faultline/service/monitoring/metric-samples";
import type { LocalPorts } from "@faultline/service/monitoring/minute-meter";
import { SHOWN, statisticOf } from "@faultline/service/monitoring/shown-metrics";

/** They are kept every few seconds; what is older has been kept before. */
const MINUTES = 5;

/** The last minutes of every metric that is drawn, the present one as it stands. */
export function recentSamples({
  meter,
  clock,
}: Pick<LocalPorts, "meter" | "clock">): Omit<MetricSample, "region">[] {
  const since = clock.now() - MINUTES * 60_000;
  return SHOWN.flatMap(({ metric, statistic }) =>
    meter
      .series(metric)
      .slice(-MINUTES)
      .filter(({ at }) => at >= since)
      .map((sample) => ({ metric, at: sample.at, value: statisticOf(sample, statistic) })),
  );
}
