import type { Metric } from "@faultline/service/metrics";
import type { Clock, Meter } from "@faultline/service/ports";
import { NAMESPACE, REGION_DIMENSION, UNITS } from "./metrics.js";

/** A meter that keeps values until `flush` prints them as one line in CloudWatch's embedded metric format. */
export interface LineMeter extends Meter {
  flush(): void;
}

const VALUES_MAX = 100;

/**
 * Metrics by way of the function's own log: no call, nothing that could fail or slow a request.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function lineMeter(
  region: string,
  clock: Pick<Clock, "now">,
  print: (line: string) => void,
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
      const metrics = [...values.keys()].map((Name) => ({ Name, Unit: UNITS[Name] }));
      const directive = { Namespace: NAMESPACE, Dimensions: [[REGION_DIMENSION]], Metrics: metrics };
      const _aws = { Timestamp: clock.now(), CloudWatchMetrics: [directive] };
      print(JSON.stringify({ _aws, [REGION_DIMENSION]: region, ...Object.fromEntries(values) }));
      values = new Map();
    },
  };
}
