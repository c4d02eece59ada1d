import { METRICS, type Metric } from "../metrics.js";
import type { AlarmName } from "./runbook/runbook.js";
import type { Statistic } from "./shown-metrics.js";

/** An alarm on a metric that we emit ourselves: the same on AWS, where CloudWatch judges it, and on one machine. */
export interface OwnAlarm {
  readonly name: AlarmName;
  readonly metric: Metric;
  readonly statistic: Statistic;
  /** `above` the threshold, or `below` it. */
  readonly is: "above" | "below";
  readonly threshold: number;
  /** In so many of the last so many minutes. */
  readonly minutes: number;
  readonly of: number;
  /** What a minute without a value means. */
  readonly missing: "bad" | "good";
}

/** Below what a synthetic check is waited for, or none would ever be too slow. */
export const SLOW_CHECK_MILLISECONDS = 15_000;

export const OWN_ALARMS = [
  {
    name: "region-unreachable",
    metric: METRICS.peerUnreachable,
    statistic: "maximum",
    is: "above",
    threshold: 0,
    minutes: 2,
    of: 2,
    missing: "good",
  },
  {
    name: "requests-failing",
    metric: METRICS.requestsFailed,
    statistic: "sum",
    is: "above",
    threshold: 4,
    minutes: 2,
    of: 3,
    missing: "good",
  },
  {
    name: "changes-parked",
    metric: METRICS.changesFailed,
    statistic: "sum",
    is: "above",
    threshold: 0,
    minutes: 1,
    of: 1,
    missing: "good",
  },
  {
    name: "outbox-waiting",
    metric: METRICS.outboxMilliseconds,
    statistic: "maximum",
    is: "above",
    threshold: 5 * 60_000,
    minutes: 2,
    of: 2,
    missing: "good",
  },
  {
    name: "deliveries-failing",
    metric: METRICS.deliveriesFailed,
    statistic: "sum",
    is: "above",
    threshold: 4,
    minutes: 1,
    of: 1,
    missing: "good",
  },
  {
    name: "canary-missing",
    metric: METRICS.syntheticCheckMilliseconds,
    statistic: "count",
    is: "below",
    threshold: 1,
    minutes: 3,
    of: 3,
    missing: "bad",
  },
  {
    name: "canary-slow",
    metric: METRICS.syntheticCheckMilliseconds,
    statistic: "maximum",
    is: "above",
    threshold: SLOW_CHECK_MILLISECONDS,
    minutes: 3,
    of: 3,
    missing: "good",
  },
] as const satisfies readonly OwnAlarm[];
