import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { awsWatcher } from "@faultline/aws/watcher";
import { createApp } from "@faultline/service/http/app";
import { METRICS } from "@faultline/service/metrics";
import { readSamples } from "@faultline/service/monitoring/metric-samples";
import { localMeter } from "@faultline/service/monitoring/minute-meter";
import { readRows } from "@faultline/service/monitoring/rows";
import { noteViewer } from "@faultline/service/monitoring/viewer-presence";
import { OWN_PROJECT } from "@faultline/service/projects/built-in";
import { getProject } from "@faultline/service/projects/projects";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, expect, test, vi } from "vitest";

// What `watch` does each minute, over tables in memory and a CloudWatch that answers as told.

const NOON = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PEER = "http://us-west-2";
const STATUSES = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 150_000 };
const ENVIRONMENT = {
  FAULTLINE_LOG_TABLE: "Log",
  FAULTLINE_ALARM_PREFIX: "faultline-production",
  FAULTLINE_HEALTH_CHECKS: "",
  FAULTLINE_REDUCE_FUNCTION: "Reduce",
  FAULTLINE_CHECK_TIMES: "metric",
  FAULTLINE_JUDGES: "yes",
  FAULTLINE_LAST_RESORT: "yes",
};

const cloudwatch = mockClient(CloudWatchClient);
afterEach(() => {
  cloudwatch.reset();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** One region whose `watch` is invoked when told. `up`: what answers besides its own table. */
function world(changes: Partial<typeof ENVIRONMENT> = {}) {
  for (const [name, value] of Object.entries({ ...ENVIRONMENT, ...changes })) vi.stubEnv(name, value);
  const clock = virtualClock(NOON);
  const up = { peer: true, peerTable: true, cloudWatch: true, peerBehind: 0 };
  const region = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const meter = localMeter(clock);
  const faults: string[] = [];
  const sleep = async (milliseconds: number) => {
    clock.set(clock.now() + milliseconds);
    await region.settle();
  };
  const ports = {
    ...region.ports,
    meter,
    clock: { ...clock, sleep },
    ownFault: (_: unknown, where: string) => void faults.push(where),
  };
  const app = createApp(ports, STATUSES);
  const paths: string[] = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const { host, pathname } = new URL(url);
    paths.push(`${host}${pathname}`);
    if (host === "us-west-2" && !up.peer) throw new Error("connection refused");
    if (host === "us-west-2" && pathname === "/health/canary" && !up.peerTable)
      return new Response("no", { status: 503 });
    // The other region shows each synthetic check the moment it is asked, unless it is behind.
    if (host === "us-west-2" && pathname === "/health/canaries")
      return Response.json({
        region: "us-west-2",
        seen: { "us-east-1": new Date(clock.now() - up.peerBehind).toISOString() },
      });
    return app.request(pathname, init);
  });
  cloudwatch.on(PutMetricDataCommand).resolves({});
  cloudwatch.on(GetMetricDataCommand).callsFake(async () => {
    if (!up.cloudWatch) throw Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const at = new Date(Math.floor(clock.now() / MINUTE) * MINUTE - MINUTE);
    return { MetricDataResults: [{ Id: "shown0", Timestamps: [at], Values: [3] }] };
  });
  const watcher = awsWatcher({ ports, statuses: STATUSES, peerUrl: PEER });
  return {
    clock,
    up,
    ports,
    meter,
    faults,
    lookAround: watcher.lookAround,
    check: watcher.check,
    alarms: async () =>
      (await readRows(ports))
        .flatMap((row) => (row.kind === "alarm" ? [`${row.name} ${row.state}`] : []))
        .sort(),
    posted: () => paths.filter((path) => path.includes("/store")).length,
    asked: () => cloudwatch.commandCalls(GetMetricDataCommand).map(({ args: [{ input }] }) => input),
    put: () => cloudwatch.commandCalls(PutMetricDataCommand).map(({ args: [{ input }] }) => input),
    rowsOf: async (kind: string) => (await readRows(ports)).filter((row) => row.kind === kind),
  };
}

test("a look around tells whether the other region lives, keeps figures, makes the own project", async () => {
  const { lookAround, rowsOf, meter, posted, ports, alarms } = world();
  expect(await lookAround()).toEqual({ failed: 0 });
  expect(await rowsOf("checks")).toMatchObject([
    { by: "us-east-1", checks: [{ region: "us-west-2", healthy: true }] },
  ]);
  expect(meter.series(METRICS.peerUnreachable)).toMatchObject([{ sum: 0 }]);
  expect([posted(), await alarms()]).toEqual([0, []]);
  const figures = await readSamples(ports, { from: NOON - HOUR, to: NOON });
  expect(figures).toMatchObject([{ metric: METRICS.eventsAccepted, at: NOON - MINUTE, value: 3 }]);
  expect(await getProject(ports, OWN_PROJECT)).toMatchObject({ name: OWN_PROJECT });
});

test("a part that fails is reported, and keeps none of the others from being done", async () => {
  const { lookAround, rowsOf, up, faults } = world();
  up.cloudWatch = false;
  expect(await lookAround()).toEqual({ failed: 1 });
  expect(faults).toEqual(["watch"]);
  expect(await rowsOf("checks")).toHaveLength(1);
  // What was not read is asked for again.
  expect(await rowsOf("lag")).toEqual([]);
});

test("a region that does not answer, asked again after a while, is an alarm until it answers", async () => {
  const { lookAround, rowsOf, up, meter, alarms, clock } = world();
  up.peer = false;
  expect(await lookAround()).toEqual({ failed: 0 });
  expect(clock.now()).toBe(NOON + 15_000);
  expect(meter.series(METRICS.peerUnreachable)).toMatchObject([{ sum: 1 }]);
  expect(await rowsOf("checks")).toMatchObject([{ checks: [{ healthy: false }] }]);
  expect(await alarms()).toEqual(["region-unreachable alarm"]);
  await lookAround();
  up.peer = true;
  await lookAround();
  expect(await alarms()).toEqual(["region-unreachable ok"]);
  expect(await rowsOf("checks")).toMatchObject([{ checks: [{ healthy: true }] }]);
});

test("a region that answers and cannot write is another alarm, where Route 53 does not ask it", async () => {
  const { lookAround, up, alarms, clock } = world();
  up.peerTable = false;
  await lookAround();
  expect(await alarms()).toEqual(["region-unhealthy alarm"]);
  up.peerTable = true;
  clock.set(NOON + 5 * MINUTE);
  await lookAround();
  expect(await alarms()).toEqual(["region-unhealthy ok"]);
});

test("without alarms what is seen is shown alone", async () => {
  const { lookAround, up, alarms, rowsOf } = world({ FAULTLINE_JUDGES: "no" });
  up.peer = false;
  await lookAround();
  expect([await alarms(), await rowsOf("checks")]).toMatchObject([[], [{ checks: [{ healthy: false }] }]]);
});

test("a look that says the same is written down every quarter of an hour", async () => {
  const { lookAround, clock, rowsOf } = world();
  const written: number[] = [];
  for (let minute = 0; minute <= 30; minute += 5) {
    clock.set(NOON + minute * MINUTE);
    await lookAround();
    const [row] = await rowsOf("checks");
    if (row?.kind === "checks") written.push(((row.checks[0]?.at ?? 0) - NOON) / MINUTE);
  }
  expect(written).toEqual([0, 0, 0, 15, 15, 15, 30]);
});

test("a synthetic check that is seen is told by how long it took, and one that is not ends otherwise", async () => {
  const { check, meter, posted, up } = world();
  expect(await check()).toBe(true);
  expect(posted()).toBe(1);
  expect(meter.series(METRICS.syntheticCheckMilliseconds)).toHaveLength(1);
  up.peer = false;
  // Of a region that does not answer at all the look around tells.
  expect(await check()).toBe(true);
});

test("a synthetic check that is seen late is an alarm, at the price of no metric, until one is seen soon", async () => {
  const { check, clock, up, alarms, rowsOf } = world({ FAULTLINE_CHECK_TIMES: "field" });
  await check();
  expect(await alarms()).toEqual([]);
  up.peerBehind = 16_000;
  clock.set(NOON + 5 * MINUTE);
  expect(await check()).toBe(true);
  expect([await alarms(), await rowsOf("alarm")]).toMatchObject([
    ["canary-slow alarm"],
    [{ region: "us-east-1", reason: expect.stringContaining("after 16") }],
  ]);
  up.peerBehind = 0;
  clock.set(NOON + 10 * MINUTE);
  await check();
  expect(await alarms()).toEqual(["canary-slow ok"]);
  const unjudged = world({ FAULTLINE_JUDGES: "no" });
  unjudged.up.peerBehind = 16_000;
  await unjudged.check();
  expect(await unjudged.alarms()).toEqual([]);
});

test("where no alarm counts checks, how long one took is kept without a metric", async () => {
  const { check, ports } = world({ FAULTLINE_CHECK_TIMES: "field" });
  await check();
  expect(await readSamples(ports, { from: NOON, to: NOON + MINUTE })).toMatchObject([
    { metric: METRICS.syntheticCheckMilliseconds, at: NOON, value: 2500 },
  ]);
});

test("a seen synthetic check counts in the other region's CloudWatch where an alarm there counts it, and nowhere else", async () => {
  const { check, put } = world();
  await check();
  expect(put()).toMatchObject([
    {
      MetricData: [
        { MetricName: "CanaryMilliseconds", Dimensions: [{ Name: "Region", Value: "us-east-1" }] },
      ],
    },
  ]);
  cloudwatch.resetHistory();
  const without = world({ FAULTLINE_LAST_RESORT: "no" });
  await without.check();
  expect(without.put()).toEqual([]);
});

test("figures are read every six hours while nobody looks, from where the last reading ended", async () => {
  const { lookAround, clock, asked } = world();
  for (let minute = 0; minute <= 12 * 60; minute += 5) {
    clock.set(NOON + minute * MINUTE);
    await lookAround();
  }
  const [first, second, third, ...more] = asked().map(({ StartTime }) => StartTime?.getTime());
  expect(first).toBe(NOON - 24 * HOUR - 15 * MINUTE);
  // What comes late to CloudWatch is asked for twice.
  expect(second).toBe(NOON - 15 * MINUTE);
  expect(third).toBe(NOON + 6 * HOUR - 15 * MINUTE);
  expect(more).toEqual([]);
});

test("somebody who looks at figures gets them with the next look around, and every five minutes while they stay", async () => {
  const { lookAround, clock, asked, ports } = world();
  await lookAround();
  clock.set(NOON + 20 * MINUTE);
  await noteViewer(ports, await readRows(ports));
  for (let minute = 20; minute <= 60; minute++) {
    clock.set(NOON + minute * MINUTE);
    await lookAround();
  }
  const minutes = asked().map(({ EndTime }) => ((EndTime?.getTime() ?? 0) - NOON) / MINUTE);
  // They left at once: after a quarter of an hour nobody is taken to be there.
  expect(minutes).toEqual([0, 20, 25, 30]);
});
