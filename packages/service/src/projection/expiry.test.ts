import type { Report } from "@faultline/core/report";
import { memoryRegion, replicate, type VirtualClock, virtualClock } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import { drainOutbox } from "../notify/drain.js";
import type { HttpRequestSpec } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { issuesByMessage } from "../query/issues.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { activePoints } from "../query/timeline.js";
import { outboxPartition } from "../table/layout.js";
import { deleteIssue } from "../triage/triage.js";
import { GRACE_DAYS } from "./expiry.js";
import { releasesOf } from "./rows/releases.js";
import { rewriteIssue } from "./series/rewrite.js";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 12);
const WEBHOOK = { type: "webhook", url: "https://hooks.example/in", threshold: 3, notifyInterval: 1 };

/** Packs for as long as is set, and a view a little longer. */
const DAYS_KEPT = 90 + GRACE_DAYS;

let clock: VirtualClock;
let sent: HttpRequestSpec[];
let isDown: boolean;
let a: ReturnType<typeof memoryRegion>;
let b: ReturnType<typeof memoryRegion>;

beforeEach(() => {
  clock = virtualClock(START);
  sent = [];
  isDown = false;
  const send = async (request: HttpRequestSpec) => {
    if (!isDown) sent.push(request);
    return { kind: "answered" as const, answer: { status: isDown ? 503 : 200, headers: {}, body: "" } };
  };
  a = memoryRegion({ region: "us-east-1", clock, seed: 1, send });
  b = memoryRegion({ region: "us-west-2", clock, seed: 2, send });
});

let ids = 0;
const report = (more: Partial<Report> = {}): Report => ({
  eventId: `event ${++ids}`,
  timestamp: clock.now(),
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [],
  ...more,
});

async function post(
  region: typeof a,
  reports: readonly Report[],
  notifications: unknown[] = [],
): Promise<void> {
  const project = await ensureProject(region.ports, "shop");
  await ingest(forRequest(region.ports), { project, parsed: { reports, rejected: [], notifications } });
  await region.settle();
}

async function listed({ ports }: typeof a) {
  const list = { project: "shop", status: "all", sort: "lastSeen", limit: 10 } as const;
  return (await listIssues(ports, list)).issues;
}

/** The same again for half a year, every ten days. */
async function forHalfAYear(more: () => Partial<Report>): Promise<void> {
  for (let days = 0; days <= 180; days += 10) {
    clock.set(START + days * DAY);
    await post(a, [report(more())]);
  }
}

test("an issue whose errors all tell one time of long ago stays in the list for as long as they come", async () => {
  await forHalfAYear(() => ({ timestamp: Date.UTC(2000, 0, 1) }));
  expect(await listed(a)).toMatchObject([{ count: 19 }]);
});

test("an issue is found by its message for as long as errors come", async () => {
  await forHalfAYear(() => ({}));
  expect(await issuesByMessage(a.ports, "shop", "it broke")).toMatchObject([{ count: 19 }]);
});

test("users who go on meeting an issue are counted once, however long it lives", async () => {
  let turn = 0;
  const users = Array.from({ length: 40 }, (_, place) => ({ id: `user ${place}` }));
  await post(
    a,
    users.map((user) => report({ user })),
  );
  for (let days = 10; days <= 180; days += 10) {
    clock.set(START + days * DAY);
    await post(
      a,
      users.map((user) => report({ user })),
    );
    turn += 1;
  }
  expect(await listed(a)).toMatchObject([{ count: 40 * (turn + 1), users: 40 }]);
});

test("a release began with its first error, however long it is in use", async () => {
  await forHalfAYear(() => ({ release: "1.0" }));
  expect(await releasesOf(a.ports, "shop")).toMatchObject([{ release: "1.0", at: START }]);
});

test("a release whose errors are taken in all at once is kept as long as its last one asks for", async () => {
  const reports: Report[] = [];
  for (const days of [0, 60]) {
    clock.set(START + days * DAY);
    reports.push(report({ release: "r1" }));
    const project = await ensureProject(a.ports, "shop");
    await ingest(forRequest(a.ports), { project, parsed: { reports: reports.slice(-1), rejected: [] } });
  }
  await a.settle();
  clock.set(START + 120 * DAY);
  await post(a, [report({ release: "r1" })]);
  expect(await releasesOf(a.ports, "shop")).toMatchObject([{ release: "r1", at: START }]);
});

test("a region that was away for so long that it forgot a release says of it what the other one says", async () => {
  const used = report({ release: "r1" });
  await post(a, [used]);
  await replicate(a, b);
  await b.settle();
  clock.set(START + 60 * DAY);
  await post(a, [report({ release: "r1" })]);
  clock.set(START + 120 * DAY);
  await replicate(a, b);
  await b.settle();
  for (const { ports } of [a, b])
    expect(await releasesOf(ports, "shop")).toMatchObject([{ release: "r1", at: START }]);
});

test("an issue was first seen when it was, though it is written anew after its first events are gone", async () => {
  await post(
    a,
    Array.from({ length: 40 }, () => report()),
  );
  clock.set(START + 60 * DAY);
  await post(
    a,
    Array.from({ length: 40 }, () => report()),
  );
  // Its last event has no time of its own: a copy that was received elsewhere moves it, and all is written anew.
  clock.set(START + 100 * DAY);
  const moving = report({ timestamp: undefined });
  const [early, late] = [clock.now(), clock.now() + 1000];
  for (const company of [0, 1, 2, 3, 4, 5, 6, 7]) {
    clock.set(company % 2 === 0 ? late + company : early + company);
    await post(a, [moving, ...Array.from({ length: company }, () => report())]);
  }
  expect(await listed(a)).toMatchObject([{ firstSeen: START, count: 80 + 1 + 28 }]);
});

test("an issue was last seen when it was, though it is written anew after that event is gone", async () => {
  // Clocks that are set back: what is received later happened earlier, by what it says.
  for (const [day, count] of [
    [0, 1],
    [0, 39],
    [60, 40],
    [100, 1],
  ] as const) {
    clock.set(START + day * DAY);
    const timestamp = day === 0 && count === 1 ? START : START - DAY;
    await post(
      a,
      Array.from({ length: count }, () => report({ timestamp })),
    );
  }
  const [issue] = await listed(a);
  await rewriteIssue(a.ports, "shop", issue?.id ?? "", {});
  expect(await listed(a)).toMatchObject([{ lastSeen: START, count: 81 }]);
});

test.each([
  ["in its page", true],
  ["in a series written anew", false],
])("an event is there for as long as the copy that counts: %s", async (_, isReopenedSince) => {
  let [counted, listedAgain] = [0, 0];
  // The pack with the smaller name counts: in some of these worlds it is the later one.
  for (let world = 0; world < 12; world++) {
    clock.set(START);
    const region = memoryRegion({ region: "us-east-1", clock, seed: 1 });
    const known = Array.from({ length: 40 }, (_none, place) => report({ timestamp: START - place * 1000 }));
    const again = known[20] ?? report();
    await post(region, known);
    const [issue] = await listed(region);
    clock.set(START + 5 * DAY);
    // What was received since decides whether the issue is open again: then the copy takes nothing away with it.
    if (isReopenedSince) await post(region, [report()]);
    clock.set(START + 6 * DAY);
    await post(region, [again, report({ type: "RangeError" })]);
    clock.set(START + (DAYS_KEPT + 1) * DAY);
    const span = { from: START - 60_000, to: START, unit: "minute" } as const;
    const place = { project: "shop", issue: issue?.id ?? "" };
    counted += (await activePoints(region.ports, { ...place, ...span })).length;
    const { occurrences } = await listOccurrences(region.ports, { ...place, limit: 100 });
    listedAgain += occurrences.filter(({ at }) => at === again.timestamp).length;
  }
  expect(counted).toBeGreaterThan(0);
  expect(listedAgain).toBeGreaterThan(0);
});

test("an issue that was forgotten and comes back is told like a new one", async () => {
  const three = () => [report(), report(), report()];
  await post(a, [...three(), ...three()], [WEBHOOK]);
  await drainOutbox(a.ports);
  const before = sent.length;
  clock.set(START + 100 * DAY);
  await post(a, three(), [WEBHOOK]);
  await drainOutbox(a.ports);
  expect(await listed(a)).toMatchObject([{ count: 3 }]);
  expect(sent.slice(before).map(({ body }) => JSON.parse(body ?? "").crossed)).toEqual([[1, 3]]);
});

test("what was never told of an issue that is forgotten is not looked for any more", async () => {
  isDown = true;
  for (const region of [a, b]) await post(region, [report()], [WEBHOOK]);
  await replicate(a, b);
  await drainOutbox(a.ports);
  clock.set(START + 100 * DAY);
  for (const { ports } of [a, b]) {
    await drainOutbox(ports);
    expect((await ports.view.query({ pk: outboxPartition })).items).toEqual([]);
  }
});

test("a deletion takes away what has expired, too", async () => {
  await post(
    a,
    Array.from({ length: 40 }, () => report()),
  );
  clock.set(START + 60 * DAY);
  await post(
    a,
    Array.from({ length: 40 }, () => report()),
  );
  clock.set(START + 100 * DAY);
  await post(a, [report()]);
  const [issue] = await listed(a);
  expect(issue).toMatchObject({ count: 81 });
  await deleteIssue(a.ports, "shop", issue?.id ?? "", "people");
  await a.settle();
  clock.set(clock.now() + 1000);
  await post(a, [report()]);
  expect(await listed(a)).toMatchObject([{ count: 1, firstSeen: clock.now() }]);
});
