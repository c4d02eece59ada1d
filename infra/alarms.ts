import { REGION_DIMENSION, STATISTICS } from "../packages/aws/src/metrics";
import { METRICS } from "../packages/service/src/metrics";
import { OWN_ALARMS, type OwnAlarm } from "../packages/service/src/monitoring/own-alarms";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import type { AlarmSpec, Watched } from "./alarm-spec";

// Every alarm of a region, as data. Names are the runbook's, so that none is without its section.

const DEFAULTS = {
  periodSeconds: 60,
  is: "above",
  threshold: 0,
  missing: "notBreaching",
} as const;
const within = (periods: number, of: number) => ({ periods, of });

const lambda = (
  metric: "Duration" | "Errors" | "IteratorAge" | "Throttles",
  stat: Watched["stat"],
  whose: "http" | "reduce" | "sweep" | "watch",
): Watched => ({
  namespace: "AWS/Lambda",
  metric,
  stat,
  of: { FunctionName: `${whose}Function` },
});
const table = (
  metric: "ConditionalCheckFailedRequests" | "WriteThrottleEvents",
  whose: "log" | "view",
): Watched => ({
  namespace: "AWS/DynamoDB",
  metric,
  stat: "Sum",
  of: { TableName: `${whose}Table` },
});
const api = (metric: "4xx" | "5xx" | "Count" | "IntegrationLatency", stat: Watched["stat"]): Watched => ({
  namespace: "AWS/ApiGateway",
  metric,
  stat,
  of: { ApiId: "api" },
});
const replication: Watched = {
  namespace: "AWS/DynamoDB",
  metric: "ReplicationLatency",
  stat: "Average",
  of: { TableName: "logTable", ReceivingRegion: "otherRegion" },
};

/** Judged by Faultline itself, or here on what AWS counts for nothing. */
const ELSEWHERE: readonly AlarmName[] = ["region-unreachable", "canary-missing", "canary-slow"];

const OWN: readonly AlarmSpec[] = OWN_ALARMS.filter(({ name }) => !ELSEWHERE.includes(name)).map(
  (alarm: OwnAlarm) => ({
    name: alarm.name,
    watched: {
      a: {
        namespace: "Faultline",
        metric: alarm.metric,
        stat: STATISTICS[alarm.statistic],
        of: { [REGION_DIMENSION]: "region" },
      },
    },
    is: alarm.is,
    threshold: alarm.threshold,
    periodSeconds: 60,
    periods: alarm.minutes,
    of: alarm.of,
    missing: alarm.missing === "bad" ? "breaching" : "notBreaching",
  }),
);

/**
 * `watch` ends with an error when a synthetic check was not seen, and is tried twice more, after one minute and two. Where
 * it does not run at all there is no figure, which is as bad: it runs more often than a period.
 */
export const CHECK_MISSING: Readonly<Record<"few" | "all", AlarmSpec>> = {
  few: checkMissing({ threshold: 1, periodSeconds: 600, ...within(1, 1) }),
  all: checkMissing({ ...within(2, 5) }),
};

function checkMissing(pace: Partial<AlarmSpec> & Pick<AlarmSpec, "periods" | "of">): AlarmSpec {
  const watched = { a: lambda("Errors", "Sum", "watch") };
  return { ...DEFAULTS, name: "canary-missing", watched, missing: "breaching", ...pace };
}

const INTAKE: readonly AlarmSpec[] = [
  { ...DEFAULTS, name: "ingest-errors", watched: { a: lambda("Errors", "Sum", "http") }, ...within(2, 3) },
  {
    ...DEFAULTS,
    name: "ingest-throttled",
    watched: { a: lambda("Throttles", "Sum", "http") },
    ...within(2, 3),
  },
  {
    ...DEFAULTS,
    name: "ingest-crowded",
    watched: { a: { namespace: "AWS/Lambda", metric: "ConcurrentExecutions", stat: "Maximum", of: {} } },
    threshold: 800,
    ...within(2, 3),
  },
  {
    ...DEFAULTS,
    name: "ingest-slow",
    watched: { a: lambda("Duration", "p99", "http") },
    threshold: 2000,
    ...within(2, 3),
  },
  {
    ...DEFAULTS,
    name: "api-failing",
    watched: { a: api("5xx", "Sum"), b: api("Count", "Sum") },
    expression: "IF(b > 0, 100 * a / b, 0)",
    threshold: 1,
    ...within(3, 5),
  },
  {
    ...DEFAULTS,
    name: "api-slow",
    watched: { a: api("IntegrationLatency", "p99") },
    threshold: 3000,
    ...within(3, 5),
  },
  {
    ...DEFAULTS,
    name: "api-refusing",
    watched: { a: api("4xx", "Sum"), b: api("Count", "Sum") },
    expression: "IF(b > 100, 100 * a / b, 0)",
    threshold: 50,
    periodSeconds: 300,
    ...within(3, 3),
  },
];

const STORAGE: readonly AlarmSpec[] = [
  {
    ...DEFAULTS,
    name: "log-throttled",
    watched: { a: table("WriteThrottleEvents", "log") },
    ...within(2, 3),
  },
  {
    ...DEFAULTS,
    name: "log-errors",
    // It is told by operation alone; a pack is one PutItem.
    watched: {
      a: {
        namespace: "AWS/DynamoDB",
        metric: "SystemErrors",
        stat: "Sum",
        of: { TableName: "logTable" },
        fixed: { Operation: "PutItem" },
      },
    },
    ...within(2, 3),
  },
  {
    ...DEFAULTS,
    name: "log-repeated",
    watched: { a: table("ConditionalCheckFailedRequests", "log") },
    threshold: 5000,
    ...within(5, 5),
  },
  {
    ...DEFAULTS,
    name: "view-throttled",
    watched: { a: table("WriteThrottleEvents", "view") },
    ...within(3, 5),
  },
  {
    ...DEFAULTS,
    name: "blobs-not-replicated",
    watched: {
      a: {
        namespace: "AWS/S3",
        metric: "OperationsFailedReplication",
        stat: "Sum",
        of: { SourceBucket: "bucket", DestinationBucket: "otherBucket", RuleId: "replicationRule" },
      },
    },
    periodSeconds: 300,
    ...within(1, 1),
  },
];

const BEHIND: readonly AlarmSpec[] = [
  {
    ...DEFAULTS,
    name: "reducer-behind",
    watched: { a: lambda("IteratorAge", "Maximum", "reduce") },
    threshold: 60_000,
    ...within(3, 3),
  },
  {
    ...DEFAULTS,
    name: "reducer-stuck",
    watched: { a: lambda("IteratorAge", "Maximum", "reduce") },
    threshold: 12 * 3_600_000,
    ...within(1, 1),
  },
  {
    ...DEFAULTS,
    name: "reduce-failures",
    watched: {
      a: {
        namespace: "AWS/SQS",
        metric: "ApproximateNumberOfMessagesVisible",
        stat: "Maximum",
        of: { QueueName: "failuresQueue" },
      },
    },
    ...within(1, 1),
  },
  {
    ...DEFAULTS,
    name: "background-errors",
    watched: {
      a: lambda("Errors", "Sum", "reduce"),
      b: lambda("Errors", "Sum", "sweep"),
    },
    expression: "FILL(a, 0) + FILL(b, 0)",
    ...within(3, 5),
  },
  {
    ...DEFAULTS,
    name: "replication-behind",
    watched: { a: replication },
    threshold: 60_000,
    ...within(3, 3),
  },
  {
    ...DEFAULTS,
    name: "replication-stalled",
    watched: { a: replication },
    // Heartbeats are written each minute: no figure at all, or none above 0, is no replication at all.
    expression: "IF(a > 180000 OR a <= 0, 1, 0)",
    periodSeconds: 300,
    missing: "breaching",
    ...within(3, 3),
  },
];

/** What fails between two synthetic checks, at the price of one metric: as many answers as no healthy region gives. */
export const API_FAILING_OFTEN: AlarmSpec = {
  ...DEFAULTS,
  name: "api-failing",
  watched: { a: api("5xx", "Sum") },
  threshold: 4,
  ...within(2, 3),
};

/** The alarms each region judges on its own metrics. */
export const ALARMS: readonly AlarmSpec[] = [...OWN, ...INTAKE, ...STORAGE, ...BEHIND];

/** Of one region as Route 53 sees it. Its metrics are in us-east-1, whichever region they are about. */
export const UNHEALTHY: AlarmSpec = {
  ...DEFAULTS,
  name: "region-unhealthy",
  watched: {
    a: {
      namespace: "AWS/Route53",
      metric: "HealthCheckStatus",
      stat: "Minimum",
      of: { HealthCheckId: "healthCheck" },
    },
  },
  is: "below",
  threshold: 1,
  missing: "breaching",
  ...within(2, 3),
};

/** Judged in both regions on what the synthetic checks of both have put there; it mails by itself. */
export const LAST_RESORT: AlarmSpec = {
  ...DEFAULTS,
  name: "canary-missing-everywhere",
  watched: {
    a: {
      namespace: "Faultline",
      metric: METRICS.syntheticCheckMilliseconds,
      stat: "SampleCount",
      of: { [REGION_DIMENSION]: "region" },
    },
    b: {
      namespace: "Faultline",
      metric: METRICS.syntheticCheckMilliseconds,
      stat: "SampleCount",
      of: { [REGION_DIMENSION]: "otherRegion" },
    },
  },
  expression: "FILL(a, 0) + FILL(b, 0)",
  is: "below",
  threshold: 1,
  missing: "breaching",
  ...within(5, 5),
};
