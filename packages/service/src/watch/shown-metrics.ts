import { METRICS, type Metric } from "../metrics.js";

/** How the minutes of a metric become one figure. */
export type Statistic = "sum" | "average" | "maximum";

export interface ShownMetric {
  readonly metric: Metric;
  readonly label: string;
  readonly unit: "events" | "requests" | "messages" | "milliseconds" | "count" | "changes";
  readonly statistic: Statistic;
}

/** What the Status page draws of each region. */
export const SHOWN: readonly ShownMetric[] = [
  { metric: METRICS.eventsAccepted, label: "Events accepted", unit: "events", statistic: "sum" },
  { metric: METRICS.requestsRefused, label: "Requests refused", unit: "requests", statistic: "sum" },
  { metric: METRICS.requestsFailed, label: "Requests failed", unit: "requests", statistic: "sum" },
  { metric: METRICS.ingestMilliseconds, label: "Time to accept", unit: "milliseconds", statistic: "average" },
  {
    metric: METRICS.reducerLagMilliseconds,
    label: "Reducer lag",
    unit: "milliseconds",
    statistic: "maximum",
  },
  {
    metric: METRICS.replicationLagMilliseconds,
    label: "Replication lag",
    unit: "milliseconds",
    statistic: "maximum",
  },
  { metric: METRICS.canaryMilliseconds, label: "Freshness", unit: "milliseconds", statistic: "maximum" },
  { metric: METRICS.outboxDepth, label: "Waiting to be told", unit: "count", statistic: "maximum" },
  { metric: METRICS.deliveriesSent, label: "Messages sent", unit: "messages", statistic: "sum" },
  { metric: METRICS.deliveriesFailed, label: "Messages failed", unit: "messages", statistic: "sum" },
  { metric: METRICS.changesFailed, label: "Changes parked", unit: "changes", statistic: "sum" },
  { metric: METRICS.selfEventsDropped, label: "Own faults not reported", unit: "count", statistic: "sum" },
];
