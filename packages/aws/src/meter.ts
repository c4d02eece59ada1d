import type { Metric } from "@faultline/service/metrics";
import { OWN_ALARMS } from "@faultline/service/monitoring/own-alarms";
import { SHOWN } from "@faultline/service/monitoring/shown-metrics";
import type { Clock, Meter } from "@faultline/service/ports";
import { NAMESPACE, REGION_DIMENSION, UNITS } from "./metrics.js";

/** A meter that keeps values until `flush` prints them as one line in CloudWatch's embedded metric format. */
export interface LineMeter extends Meter {
  flush(): void;
}

const VALUES_MAX = 100;

/** What an alarm judges or a page draws. Each metric is paid for in every hour that has a value of it. */
const WATCHED: ReadonlySet<Metric> = new Set([...SHOWN, ...OWN_ALARMS].map(({ metric }) => metric));

/**
 * Metrics by way of the function's own log: no call, nothing that could fail or slow a request. Where nothing happened,
 * or nobody looks, a value is a field of the line and no metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function lineMeter(
  region: string,
  clock: Pick<Clock, "now">,
  print: (line: string) => void,
  fieldsAlone: readonly Metric[] = [],
): LineMeter {
  let values = new Map<Metric, number[]>();
  const add = (metric: Metric, value: number): void => {
    const known = values.get(metric) ?? [];
    // The format takes a hundred values a metric; a count beyond them joins the last.
    if (known.length < VALUES_MAX) values.set(metric, [...known, value]);
    else known[VALUES_MAX - 1] = (known[VALUES_MAX - 1] ?? 0) + value;
  };
  return {
    count: (metric, by) => (by === 0 ? undefined : add(metric, by)),
    measure: (metric, value) => add(metric, value),
    flush() {
      if (values.size === 0) return;
      const told = [...values].filter(
        ([metric, all]) =>
          WATCHED.has(metric) && !fieldsAlone.includes(metric) && all.some((one) => one !== 0),
      );
      const Metrics = told.map(([Name]) => ({ Name, Unit: UNITS[Name] }));
      const directive = { Namespace: NAMESPACE, Dimensions: [[REGION_DIMENSION]], Metrics };
      const _aws = { Timestamp: clock.now(), CloudWatchMetrics: [directive] };
      const head = Metrics.length > 0 ? { _aws } : {};
      print(JSON.stringify({ ...head, [REGION_DIMENSION]: region, ...Object.fromEntries(values) }));
      values = new Map();
    },
  };
}
