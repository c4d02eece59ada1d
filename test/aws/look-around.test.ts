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
  FAULTLINE_CANARY_MINUTES: "5",
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
  const up = { peer: true, cloudWatch: true };
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
    // The other region shows each synthetic check the moment it is asked.
    if (host === "us-west-2" && pathname === "/health/canaries")
      return Response.json({
        region: "us-west-2",
        seen: { "us-east-1": new Date(clock.now()).toISOString() },
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
    posted: () => paths.filter((path) => path.includes("/store")).length,
    asked: () => cloudwatch.commandCalls(GetMetricDataCommand).map(({ args: [{ input }] }) => input),
    put: () => cloudwatch.commandCalls(PutMetricDataCommand).map(({ args: [{ input }] }) => input),
    rowsOf: async (kind: string) => (await readRows(ports)).filter((row) => row.kind === kind),
  };
}

test("a look around tells whether the other region lives, sends a synthetic check, keeps figures, makes the own project", async () => {
  const { lookAround, rowsOf, meter, posted, ports } = world();
  expect(await lookAround()).toEqual({ failed: 0 });
  expect(await rowsOf("checks")).toMatchObject([
    { by: "us-east-1", checks: [{ region: "us-west-2", healthy: true }] },
  ]);
  expect(meter.series(METRICS.peerUnreachable)).toMatchObject([{ sum: 0 }]);
  expect(posted()).toBe(1);
  expect(meter.series(METRICS.syntheticCheckMilliseconds)).toHaveLength(1);
  const figures = await readSamples(ports, { from: NOON - HOUR, to: NOON });
  expect(figures).toMatchObject([{ metric: METRICS.eventsAccepted, at: NOON - MINUTE, value: 3 }]);
  expect(await getProject(ports, OWN_PROJECT)).toMatchObject({ name: OWN_PROJECT });
});

test("a part that fails is reported, and keeps none of the others from being done", async () => {
  const { lookAround, rowsOf, up, faults, posted } = world();
  up.cloudWatch = false;
  expect(await lookAround()).toEqual({ failed: 1 });
  expect(faults).toEqual(["watch"]);
  expect(await rowsOf("checks")).toHaveLength(1);
  expect(posted()).toBe(1);
  // What was not read is asked for again.
  expect(await rowsOf("lag")).toEqual([]);
});

test("a region that does not answer is told as such, and the synthetic check is seen without it", async () => {
  const { lookAround, rowsOf, up, meter } = world();
  up.peer = false;
  expect(await lookAround()).toEqual({ failed: 0 });
  expect(meter.series(METRICS.peerUnreachable)).toMatchObject([{ sum: 1 }]);
  expect(await rowsOf("checks")).toMatchObject([{ checks: [{ healthy: false }] }]);
  expect(meter.series(METRICS.syntheticCheckMilliseconds)).toHaveLength(1);
});

test("synthetic checks go out every so many minutes as the deployment says", async () => {
  const { lookAround, clock, posted } = world();
  for (let minute = 0; minute < 11; minute++) {
    clock.set(NOON + minute * MINUTE);
    await lookAround();
  }
  expect(posted()).toBe(3);
});

test("a seen synthetic check counts in the other region's CloudWatch where an alarm there counts it, and nowhere else", async () => {
  const { lookAround, put } = world();
  await lookAround();
  expect(put()).toMatchObject([
    {
      MetricData: [
        { MetricName: "CanaryMilliseconds", Dimensions: [{ Name: "Region", Value: "us-east-1" }] },
      ],
    },
  ]);
  cloudwatch.resetHistory();
  const without = world({ FAULTLINE_LAST_RESORT: "no" });
  await without.lookAround();
  expect(without.put()).toEqual([]);
});

test("figures are read once an hour while nobody looks, from where the last reading ended", async () => {
  const { lookAround, clock, asked } = world();
  for (let minute = 0; minute <= 120; minute++) {
    clock.set(NOON + minute * MINUTE);
    await lookAround();
  }
  const [first, second, third, ...more] = asked().map(({ StartTime }) => StartTime?.getTime());
  expect(first).toBe(NOON - 24 * HOUR - 15 * MINUTE);
  // What comes late to CloudWatch is asked for twice.
  expect(second).toBe(NOON - 15 * MINUTE);
  expect(third).toBe(NOON + HOUR - 15 * MINUTE);
  expect(more).toEqual([]);
});

test("somebody who looks at figures gets them within a minute, and every five while they stay", async () => {
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
