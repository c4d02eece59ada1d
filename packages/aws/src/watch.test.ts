import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { GetHealthCheckStatusCommand, Route53Client } from "@aws-sdk/client-route-53";
import { METRICS } from "@faultline/service/metrics";
import { SHOWN } from "@faultline/service/monitoring/shown-metrics";
import { Unavailable } from "@faultline/service/ports";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { AlarmEvent, alarmChange } from "./alarm-event.js";
import { measuredSamples, putSample } from "./cloudwatch.js";
import { readHealthChecks } from "./health-checks.js";
import { logBatch } from "./logs-event.js";

const REGIONS = ["us-east-1", "us-west-2"];
const PREFIX = "faultline-production";
const NOW = Date.UTC(2026, 10, 24, 12);

/** An event as AWS documents it; see the README beside it. */
const changeOf = (file: string) => {
  const text = readFileSync(new URL(`../fixtures/alarms/${file}`, import.meta.url), "utf8");
  return alarmChange(AlarmEvent.parse(JSON.parse(text)), PREFIX, REGIONS);
};

test("an alarm judged in one region is about the region its name ends with", () => {
  expect(changeOf("unreachable-alarm.json")).toMatchObject({
    id: "arn:aws:cloudwatch:us-west-2:123456789012:alarm:faultline-production-region-unreachable-us-east-1",
    name: "region-unreachable",
    region: "us-east-1",
    state: "alarm",
    at: Date.UTC(2026, 10, 24, 12, 4, 12, 405),
    began: undefined,
    title: "us-east-1 is unreachable",
    group: undefined,
    details: { figures: { recentDatapoints: [1, 1], threshold: 0 } },
  });
});

test("its end tells since when it was in alarm", () => {
  expect(changeOf("unreachable-ok.json")).toMatchObject({
    state: "ok",
    at: Date.UTC(2026, 10, 24, 12, 16, 12, 401),
    began: Date.UTC(2026, 10, 24, 12, 4, 12, 405),
  });
});

test("an alarm of several with one cause names the group that speaks for it; one on several speaks for itself", () => {
  const composite = changeOf("composite-alarm.json");
  expect(composite).toMatchObject({ name: "intake", region: "us-east-1", state: "alarm", group: undefined });
  expect(JSON.stringify(composite.details)).toContain("requests-failing-us-east-1");
  expect(changeOf("requests-failing.json")).toMatchObject({ name: "requests-failing", group: "intake" });
});

test("insufficient data is a state of its own", () => {
  expect(changeOf("metric-math-insufficient.json")).toMatchObject({
    name: "replication-stalled",
    state: "insufficient_data",
    reason: "Insufficient Data: 1 datapoint was unknown.",
  });
});

test("an alarm that is none of ours keeps its own name and words", () => {
  expect(changeOf("single-metric.json")).toMatchObject({
    name: "ServerCpuTooHigh",
    region: "us-east-1",
    title: "Goes into alarm when server CPU utilization is too high!",
    state: "alarm",
  });
});

test("other events of EventBridge are no alarms", () => {
  expect(AlarmEvent.safeParse({ version: "0", source: "aws.scheduler" }).success).toBe(false);
});

test("a subscription's log lines are unpacked; any other event has none", () => {
  const batch = {
    messageType: "DATA_MESSAGE",
    logGroup: "/aws/lambda/orders",
    logStream: "s",
    logEvents: [],
  };
  const data = gzipSync(JSON.stringify(batch)).toString("base64");
  expect(logBatch({ awslogs: { data } })).toEqual(batch);
  expect(logBatch({ version: "0", source: "aws.scheduler" })).toBeUndefined();
});

const OF = { region: "us-west-2", otherRegion: "us-east-1", logTable: "Log", reduceFunction: "Reduce" };
const SPAN = { from: NOW - 3_600_000, to: NOW };

test("figures are read with one call, page after page, by the minute, oldest first", async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  const at = (minute: number) => new Date(NOW + minute * 60_000);
  const lag = `shown${SHOWN.findIndex(({ metric }) => metric === METRICS.reducerLagMilliseconds)}`;
  cloudwatch
    .on(GetMetricDataCommand, { NextToken: undefined })
    .resolves({
      NextToken: "more",
      MetricDataResults: [
        { Id: "shown0", Timestamps: [at(0), at(5)], Values: [3, 4] },
        { Id: lag, Timestamps: [at(0)], Values: [10] },
      ],
    })
    .on(GetMetricDataCommand, { NextToken: "more" })
    .resolves({ MetricDataResults: [{ Id: "shown0", Timestamps: [at(10)], Values: [5] }] });
  expect(await measuredSamples(new CloudWatchClient({ region: "us-west-2" }), OF, SPAN)).toEqual([
    { metric: METRICS.eventsAccepted, at: NOW, value: 3 },
    { metric: METRICS.eventsAccepted, at: NOW + 300_000, value: 4 },
    { metric: METRICS.eventsAccepted, at: NOW + 600_000, value: 5 },
    { metric: METRICS.reducerLagMilliseconds, at: NOW, value: 10 },
  ]);
  const [call] = cloudwatch.commandCalls(GetMetricDataCommand);
  const asked = call?.args[0].input.MetricDataQueries ?? [];
  expect(asked).toHaveLength(SHOWN.length);
  expect(asked.every(({ MetricStat }) => MetricStat?.Period === 60)).toBe(true);
  expect(call?.args[0].input.StartTime).toEqual(new Date(SPAN.from));
  cloudwatch.restore();
});

test("lags are CloudWatch's own figures; everything else is what we emit, by region", async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  cloudwatch.on(GetMetricDataCommand).resolves({});
  await measuredSamples(new CloudWatchClient({ region: "us-west-2" }), OF, SPAN);
  const [call] = cloudwatch.commandCalls(GetMetricDataCommand);
  const asked = (call?.args[0].input.MetricDataQueries ?? []).map(({ MetricStat }) => MetricStat?.Metric);
  const of = (Name: string, Value: string) => ({ Name, Value });
  expect(asked.filter((metric) => metric?.Namespace !== "Faultline")).toEqual([
    {
      Namespace: "AWS/Lambda",
      MetricName: "IteratorAge",
      Dimensions: [of("FunctionName", "Reduce")],
    },
    {
      Namespace: "AWS/DynamoDB",
      MetricName: "ReplicationLatency",
      Dimensions: [of("TableName", "Log"), of("ReceivingRegion", "us-east-1")],
    },
  ]);
  const own = asked.filter((metric) => metric?.Namespace === "Faultline");
  expect(own).toHaveLength(SHOWN.length - 2);
  for (const metric of own) expect(metric?.Dimensions).toEqual([of("Region", "us-west-2")]);
  cloudwatch.restore();
});

test("CloudWatch out of order is told apart from a bug of ours", async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  const client = new CloudWatchClient({ region: "us-west-2", maxAttempts: 1 });
  cloudwatch
    .on(GetMetricDataCommand)
    .rejects(Object.assign(new Error("slow down"), { name: "ThrottlingException" }));
  await expect(measuredSamples(client, OF, SPAN)).rejects.toThrow(Unavailable);
  cloudwatch
    .on(PutMetricDataCommand)
    .rejects(Object.assign(new Error("no"), { name: "AccessDeniedException" }));
  await expect(putSample(client, "us-west-2", METRICS.syntheticCheckMilliseconds, 1900)).rejects.toThrow(
    "no",
  );
  cloudwatch.restore();
});

test("a synthetic check's figure in the other region carries the region it is of", async () => {
  const cloudwatch = mockClient(CloudWatchClient);
  cloudwatch.on(PutMetricDataCommand).resolves({});
  await putSample(
    new CloudWatchClient({ region: "us-east-1" }),
    "us-west-2",
    METRICS.syntheticCheckMilliseconds,
    1900,
  );
  const [call] = cloudwatch.commandCalls(PutMetricDataCommand);
  expect(call?.args[0].input).toEqual({
    Namespace: "Faultline",
    MetricData: [
      {
        MetricName: "CanaryMilliseconds",
        Dimensions: [{ Name: "Region", Value: "us-west-2" }],
        Value: 1900,
        Unit: "Milliseconds",
      },
    ],
  });
  cloudwatch.restore();
});

test("a region is healthy while more than 18 % of Route 53's checkers say so; without a report nothing is said", async () => {
  const route53 = mockClient(Route53Client);
  const report = (Status: string) => ({ StatusReport: { Status, CheckedTime: new Date(NOW) } });
  const checkers = (good: number, bad: number) => [
    ...Array.from({ length: good }, () => report("Success: HTTP Status Code 200, OK")),
    ...Array.from({ length: bad }, () => report("Failure: Connection timed out.")),
  ];
  route53
    .on(GetHealthCheckStatusCommand, { HealthCheckId: "a" })
    .resolves({ HealthCheckObservations: checkers(1, 9) })
    .on(GetHealthCheckStatusCommand, { HealthCheckId: "b" })
    .resolves({ HealthCheckObservations: checkers(2, 8) })
    .on(GetHealthCheckStatusCommand, { HealthCheckId: "c" })
    .resolves({ HealthCheckObservations: [] });
  const checks = new Map([
    ["us-east-1", "a"],
    ["us-west-2", "b"],
    ["eu-west-1", "c"],
  ]);
  expect(await readHealthChecks(new Route53Client({ region: "us-east-1" }), checks)).toEqual([
    { region: "us-east-1", healthy: false, at: NOW },
    { region: "us-west-2", healthy: true, at: NOW },
  ]);
  route53.restore();
});
