import { AsyncLocalStorage } from "node:async_hooks";
import {
  CLIENT_KEY,
  MASTER_KEY,
  type MemoryRegion,
  memoryRegion,
  replicate,
  virtualClock,
} from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { createApp } from "../http/app.js";
import { METRICS } from "../metrics.js";
import { type Ports, Unavailable } from "../ports.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { BUDGET, type OwnFaults, ownFaults } from "./own-faults.js";
import { type Ask, sendReport } from "./send-report.js";
import { isSelfReportingSuppressed, suppressingSelfReports } from "./suppress-self-reporting.js";

/** Nothing of who asks reaches who is asked but the request itself, as between two machines. */
const overNetwork = AsyncLocalStorage.snapshot();
const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const STATUSES = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 };

interface Watched {
  readonly memory: MemoryRegion;
  readonly ports: Ports;
  readonly faults: OwnFaults;
  readonly app: ReturnType<typeof createApp>;
}

/** Two regions whose apps ask each other as over a network. `broken`: who answers nothing but 500. */
function world() {
  const clock = virtualClock(START);
  const broken = new Set<string>();
  const asked: string[] = [];
  const all = new Map<string, Watched>();
  const ask: Ask = async (url, init) => {
    asked.push(url);
    const { host, pathname } = new URL(url);
    const found = all.get(host);
    if (!found || broken.has(host)) throw new Error("connection refused");
    return overNetwork(() => found.app.request(pathname, init));
  };
  const region = (name: string, other: string, seed: number): Watched => {
    const memory = memoryRegion({ region: name, clock, seed });
    const log = new Proxy(memory.ports.log, {
      get(target, property: keyof Ports["log"]) {
        return broken.has(name) ? () => Promise.reject(new TypeError("broken table")) : target[property];
      },
    });
    const quiet = { ...memory.ports, log };
    const faults = ownFaults(quiet, sendReport(quiet, `http://${other}`, ask));
    const ports = { ...quiet, ownFault: faults.report };
    const watched = { memory, ports, faults, app: createApp(ports, STATUSES) };
    all.set(name, watched);
    return watched;
  };
  const a = region("us-east-1", "us-west-2", 1);
  const b = region("us-west-2", "us-east-1", 2);
  return {
    a,
    b,
    clock,
    broken,
    asked,
    async settle() {
      await replicate(a.memory, b.memory);
      await replicate(b.memory, a.memory);
      await a.memory.settle();
      await b.memory.settle();
    },
    issues: async ({ ports }: Watched = b) =>
      (await listIssues(ports, { project: OWN_PROJECT, status: "all", sort: "lastSeen", limit: 100 })).issues,
  };
}

const dropped = ({ ports }: Watched): number => totals(ports)[METRICS.selfEventsDropped] ?? 0;
const sent = ({ ports }: Watched): number => totals(ports)[METRICS.selfEventsSent] ?? 0;

function totals({ meter }: Ports): Readonly<Record<string, number>> {
  if (!("totals" in meter) || typeof meter.totals !== "function") throw new Error("not the local meter");
  return meter.totals();
}

test("a fault of a handler becomes an issue in the other region, with its stack and its section", async () => {
  const { a, b, settle, issues, asked } = world();
  a.ports.ownFault?.(new RangeError("one too many"), "reduce");
  await a.faults.flush();
  await b.memory.settle();
  const [issue] = await issues(b);
  expect(issue).toMatchObject({ type: "RangeError", message: "one too many", count: 1 });
  expect(issue?.culprit).toContain("own-faults.test");
  expect(issue?.tags).toMatchObject({
    where: "reduce",
    region: "us-east-1",
    runbook: "http://faultline.test/runbook#own-fault",
  });
  expect(asked).toEqual([expect.stringContaining("http://us-west-2/api/")]);
  await settle();
  expect(await issues(a)).toHaveLength(1);
});

test("a request that fails by a bug of ours is reported with its route", async () => {
  const { a, b, broken, issues } = world();
  const key = { "x-api-key": MASTER_KEY };
  broken.add("us-east-1");
  expect((await a.app.request("/v1/projects", { headers: key })).status).toBe(500);
  broken.delete("us-east-1");
  await a.faults.flush();
  await b.memory.settle();
  expect(await issues(b)).toMatchObject([{ type: "TypeError", tags: { where: "GET /v1/projects" } }]);
});

test("when the other region does not take it, the own one does; counted once wherever it came twice", async () => {
  const { a, broken, settle, issues } = world();
  broken.add("us-west-2");
  a.ports.ownFault?.(new RangeError("once"), "reduce");
  await a.faults.flush();
  broken.delete("us-west-2");
  // Another process of the region saw the same within the minute.
  const twin = ownFaults(a.ports, sendReport(a.ports, undefined));
  twin.report(new RangeError("once"), "reduce");
  await twin.flush();
  await settle();
  expect(await issues()).toMatchObject([{ count: 1 }]);
});

test("a table that does not answer is no bug", async () => {
  const { a, asked } = world();
  a.ports.ownFault?.(new Unavailable("throttled"), "reduce");
  await a.faults.flush();
  expect(asked).toEqual([]);
});

test("a fault while a fault is reported is counted and not reported", async () => {
  const { a } = world();
  await suppressingSelfReports(async () => {
    await Promise.resolve();
    expect(isSelfReportingSuppressed()).toBe(true);
    a.ports.ownFault?.(new Error("inside"), "reduce");
  });
  expect(isSelfReportingSuppressed()).toBe(false);
  expect([a.faults.waiting(), dropped(a)]).toEqual([0, 1]);
});

test("a report that breaks the other region's handler makes no report there", async () => {
  const { a, b, broken } = world();
  broken.add("us-west-2");
  const ask: Ask = async (url, init) => overNetwork(() => b.app.request(new URL(url).pathname, init));
  const faults = ownFaults(a.ports, sendReport(a.ports, "http://us-west-2", ask));
  faults.report(new RangeError("one"), "reduce");
  await faults.flush();
  expect(b.faults.waiting()).toBe(0);
  expect(dropped(b)).toBe(1);
});

test("a storm of 10,000 faults a minute in each region is at most 60 events a minute and region", async () => {
  const { a, b, clock, settle, issues } = world();
  const minutes = 2;
  for (let minute = 0; minute < minutes; minute++) {
    for (let n = 0; n < 10_000; n++) {
      clock.set(START + minute * MINUTE + n * 6);
      // More kinds than the budget has room for.
      for (const one of [a, b]) one.ports.ownFault?.(new RangeError(`no ${n}`), `place ${n % 100}`);
      if (n % 2500 === 0) await Promise.all([a.faults.flush(), b.faults.flush()]);
    }
    await Promise.all([a.faults.flush(), b.faults.flush()]);
  }
  await settle();
  const events = (await issues()).reduce((sum, { count }) => sum + count, 0);
  expect(sent(a)).toBeLessThanOrEqual(BUDGET * minutes);
  expect(events).toBe(sent(a) + sent(b));
  expect(events).toBeGreaterThan(minutes * 2);
  expect(dropped(a)).toBeGreaterThan(0);
});

test("an event says how often it happened", async () => {
  const { a, b, issues } = world();
  for (let n = 0; n < 7; n++) a.ports.ownFault?.(new RangeError("again"), "reduce");
  await a.faults.flush();
  await b.memory.settle();
  const [issue] = await issues(b);
  const page = { project: OWN_PROJECT, issue: issue?.id ?? "", limit: 1 };
  const [occurrence] = (await listOccurrences(b.ports, page)).occurrences;
  expect(occurrence?.event.extra).toMatchObject({ times: 7 });
});

test("with both regions' ingest failing for ten minutes nothing loops and nothing grows", async () => {
  const { a, b, clock, broken, asked } = world();
  broken.add("us-east-1").add("us-west-2");
  const seconds = 10 * 60;
  let waitingMax = 0;
  const post = {
    method: "POST",
    headers: { "x-api-key": CLIENT_KEY, "content-type": "application/json" },
    body: '{"errors":[{"type":"E","message":"m"}]}',
  };
  for (let second = 0; second < seconds; second++) {
    clock.set(START + second * 1000);
    for (const one of [a, b]) {
      // Clients' requests fail, and the reducer.
      if (second % 5 === 0)
        expect((await one.app.request("/v0/projects/shop/errors", post)).status).toBe(500);
      one.ports.ownFault?.(new RangeError(`second ${second}`), "reduce");
      waitingMax = Math.max(waitingMax, one.faults.waiting());
      await one.faults.flush();
      expect(one.faults.waiting()).toBe(0);
    }
  }
  expect(waitingMax).toBeLessThanOrEqual(2);
  // Three failures, then five minutes of silence: twice, in each region, and no request is answered by another one.
  expect(asked.length).toBeLessThanOrEqual(2 * 2 * 4);
  expect(sent(a) + sent(b)).toBe(0);
  expect(dropped(a)).toBeGreaterThan(seconds);
  // All is well again: the next fault is told.
  broken.clear();
  clock.set(START + 20 * MINUTE);
  a.ports.ownFault?.(new RangeError("after"), "reduce");
  await a.faults.flush();
  expect(sent(a)).toBe(1);
});
