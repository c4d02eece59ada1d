import { METRICS, type Metric } from "../metrics.js";
import type { AlarmName } from "./runbook/runbook.js";

/** How the values of a metric become one figure. `count`: how many there were. */
export type Statistic = "sum" | "average" | "maximum" | "count";

/** What is known of several values of a metric: those of a minute, or the minutes of a span. */
export interface Tally {
  readonly sum: number;
  readonly count: number;
  readonly max: number;
}

/** The one figure that values come to. */
export function statisticOf({ sum, count, max }: Tally, statistic: Statistic): number {
  switch (statistic) {
    case "sum":
      return sum;
    case "maximum":
      return max;
    case "average":
      return sum / count;
    case "count":
      return count;
  }
}

export interface ShownMetric {
  readonly metric: Metric;
  readonly label: string;
  readonly unit: "events" | "requests" | "messages" | "milliseconds" | "count" | "changes";
  readonly statistic: Statistic;
  /** Alarms it explains besides those that judge it: on AWS, where CloudWatch judges figures of its own. */
  readonly alarms?: readonly AlarmName[];
}

/** What is kept of each region, minute by minute, and drawn. */
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
    alarms: ["reducer-behind", "reducer-stuck"],
  },
  {
    metric: METRICS.replicationLagMilliseconds,
    label: "Replication lag",
    unit: "milliseconds",
    statistic: "maximum",
    alarms: ["replication-behind", "replication-stalled"],
  },
  {
    metric: METRICS.peerUnreachable,
    label: "Other region unreachable",
    unit: "count",
    statistic: "maximum",
  },
  {
    metric: METRICS.syntheticCheckMilliseconds,
    label: "Freshness",
    unit: "milliseconds",
    statistic: "maximum",
  },
  { metric: METRICS.outboxDepth, label: "Notifications queued", unit: "count", statistic: "maximum" },
  {
    metric: METRICS.outboxMilliseconds,
    label: "Longest notification delay",
    unit: "milliseconds",
    statistic: "maximum",
  },
  { metric: METRICS.deliveriesSent, label: "Notifications sent", unit: "messages", statistic: "sum" },
  { metric: METRICS.deliveriesFailed, label: "Notifications failed", unit: "messages", statistic: "sum" },
  { metric: METRICS.changesFailed, label: "Changes parked", unit: "changes", statistic: "sum" },
  { metric: METRICS.selfEventsDropped, label: "Own faults not reported", unit: "count", statistic: "sum" },
];
