import { METRICS, type Metric } from "@faultline/service/metrics";
import type { Statistic } from "@faultline/service/monitoring/shown-metrics";

export const NAMESPACE = "Faultline";

/** The one dimension every metric has. */
export const REGION_DIMENSION = "Region";

type MetricUnit = "Count" | "Milliseconds" | "Bytes";

/** The unit of each metric we emit: what CloudWatch shows, and alarms compare with. */
export const UNITS: Readonly<Record<Metric, MetricUnit>> = {
  [METRICS.eventsAccepted]: "Count",
  [METRICS.eventsDuplicate]: "Count",
  [METRICS.reportsRejected]: "Count",
  [METRICS.reportsDropped]: "Count",
  [METRICS.requestsRefused]: "Count",
  [METRICS.requestsFailed]: "Count",
  [METRICS.ingestMilliseconds]: "Milliseconds",
  [METRICS.packBytes]: "Bytes",
  [METRICS.packsSpilled]: "Count",
  [METRICS.changesReduced]: "Count",
  [METRICS.changesFailed]: "Count",
  [METRICS.reducerLagMilliseconds]: "Milliseconds",
  [METRICS.deliveriesSent]: "Count",
  [METRICS.deliveriesFailed]: "Count",
  [METRICS.outboxDepth]: "Count",
  [METRICS.outboxMilliseconds]: "Milliseconds",
  [METRICS.replicationLagMilliseconds]: "Milliseconds",
  [METRICS.peerUnreachable]: "Count",
  [METRICS.syntheticChecksMissed]: "Count",
  [METRICS.syntheticCheckMilliseconds]: "Milliseconds",
  [METRICS.selfEventsSent]: "Count",
  [METRICS.selfEventsDropped]: "Count",
};

/** The names by which CloudWatch knows a region, and what in it lags. */
export interface MeasuredNames<Name> {
  readonly region: string;
  readonly otherRegion: string;
  readonly logTable: Name;
  readonly reduceFunction: Name;
}

/** Where CloudWatch has a metric: of the lags it has figures of its own. */
export function sourceOf<Name>(
  metric: Metric,
  { region, otherRegion, logTable, reduceFunction }: MeasuredNames<Name>,
): {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, Name | string>>;
} {
  if (metric === METRICS.reducerLagMilliseconds)
    return { namespace: "AWS/Lambda", name: "IteratorAge", dimensions: { FunctionName: reduceFunction } };
  if (metric === METRICS.replicationLagMilliseconds) {
    const dimensions = { TableName: logTable, ReceivingRegion: otherRegion };
    return { namespace: "AWS/DynamoDB", name: "ReplicationLatency", dimensions };
  }
  return { namespace: NAMESPACE, name: metric, dimensions: { [REGION_DIMENSION]: region } };
}

/** CloudWatch's words for how values become one figure. */
export const STATISTICS = {
  sum: "Sum",
  average: "Average",
  maximum: "Maximum",
  count: "SampleCount",
} as const satisfies Readonly<Record<Statistic, string>>;
