import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { METRICS } from "../metrics.js";
import type { Logger } from "../ports.js";
import { SYNTHETIC_CHECK_PROJECT } from "../projects/built-in.js";
import { listIssues } from "../query/list-issues.js";
import { localMeter } from "./minute-meter.js";
import type { Ask } from "./send-report.js";
import { syntheticCheck } from "./synthetic-check.js";

const START = Date.UTC(2026, 10, 24, 12, 0, 7);
const MINUTE = 60_000;
const STATUSES = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 };
const PEER = "http://us-west-2";

/** Two regions. While the synthetic check sleeps they fold and replicate, as far as `does` says so. */
function world() {
  const clock = virtualClock(START);
  const does = { post: true, fold: true, replicate: true, peerAnswer: true };
  const printed: unknown[] = [];
  const print: Logger = (line) => (line.level === "error" ? printed.push(line) : undefined);
  const meter = localMeter(clock);
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1, print });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const sleep = async (milliseconds: number) => {
    clock.set(clock.now() + milliseconds);
    if (does.fold) await a.settle();
    if (does.replicate) await replicate(a, b);
    await b.settle();
  };
  const ports = { ...a.ports, meter, clock: { ...clock, sleep } };
  const own = createApp(ports, STATUSES);
  const peer = createApp(b.ports, STATUSES);
  const paths: string[] = [];
  const ask: Ask = async (url, init) => {
    const isPeer = url.startsWith(PEER);
    const { pathname } = new URL(url);
    paths.push(pathname);
    if (isPeer ? !does.peerAnswer : !does.post) throw new Error("connection refused");
    return (isPeer ? peer : own).request(pathname, init);
  };
  return {
    clock,
    does,
    printed,
    paths,
    meter,
    round: (more: { peerUrl?: undefined; isEnded?: () => boolean } = {}) =>
      syntheticCheck(ports, { peerUrl: PEER, ask, ...more }),
    checks: async () =>
      (
        await listIssues(a.ports, {
          project: SYNTHETIC_CHECK_PROJECT,
          status: "all",
          sort: "lastSeen",
          limit: 5,
        })
      ).issues,
  };
}

test("a synthetic check that both views show is one figure: how long that took", async () => {
  const { round, meter, checks } = world();
  expect(await round()).toEqual({ kind: "seen", milliseconds: 500 });
  expect(meter.series(METRICS.syntheticCheckMilliseconds)).toMatchObject([{ count: 1, sum: 500 }]);
  expect(meter.series(METRICS.syntheticChecksMissed)).toEqual([]);
  expect(await checks()).toMatchObject([{ message: "Canary of us-east-1", count: 1, level: "info" }]);
});

test("one that cannot be posted is missed at once, and says so", async () => {
  const { round, does, meter, printed, clock } = world();
  does.post = false;
  expect(await round()).toEqual({ kind: "missed", where: ["posting"] });
  expect(clock.now()).toBe(START);
  expect(meter.totals()).toEqual({ [METRICS.syntheticChecksMissed]: 1 });
  expect(printed).toEqual([expect.objectContaining({ event: "synthetic check", where: "posting" })]);
});

test.each([
  { what: "fold", where: "us-east-1" },
  { what: "replicate", where: "us-west-2" },
] as const)(
  "one that is not seen within 20 s names the region that lacks it: no $what",
  async ({ what, where }) => {
    const { round, does, meter, clock, printed } = world();
    does[what] = false;
    expect(await round()).toEqual({ kind: "missed", where: [where] });
    expect(clock.now() - START).toBe(20_000);
    expect(meter.series(METRICS.syntheticCheckMilliseconds)).toEqual([]);
    expect(printed).toEqual([expect.objectContaining({ where, region: "us-east-1" })]);
  },
);

test("a region that does not answer at all, or whose address nobody knows, is not waited for", async () => {
  const silent = world();
  silent.does.peerAnswer = false;
  silent.does.replicate = false;
  expect(await silent.round()).toMatchObject({ kind: "seen" });
  const alone = world();
  alone.does.replicate = false;
  expect(await alone.round({ peerUrl: undefined })).toMatchObject({ kind: "seen" });
  expect(alone.paths).toHaveLength(1);
});

test("a minute has one synthetic check however often it is sent, and the next minute another", async () => {
  const { round, clock, checks } = world();
  await round();
  await round();
  expect(await checks()).toMatchObject([{ count: 1 }]);
  clock.set(START + MINUTE);
  expect(await round()).toMatchObject({ kind: "seen" });
  expect(await checks()).toMatchObject([{ count: 2 }]);
});

test("the synthetic check of an earlier minute is not taken for this one's", async () => {
  const { round, does, clock } = world();
  await round();
  clock.set(START + MINUTE);
  does.fold = false;
  expect(await round()).toEqual({ kind: "missed", where: ["us-east-1"] });
});

test("synthetic checks are no traffic", async () => {
  const { round, meter } = world();
  await round();
  expect(meter.totals()).not.toHaveProperty(METRICS.eventsAccepted);
  expect(meter.totals()).not.toHaveProperty(METRICS.ingestMilliseconds);
});

test("a process that ends neither waits nor counts its synthetic check as missed", async () => {
  const { round, does, meter, printed } = world();
  does.fold = false;
  let looks = 0;
  expect(await round({ isEnded: () => looks++ === 2 })).toEqual({ kind: "missed", where: [] });
  expect(meter.series(METRICS.syntheticChecksMissed)).toEqual([]);
  expect(printed).toEqual([]);
});
