import type { Report } from "@faultline/core/report";
import { memoryTable } from "@faultline/testing/memory-table";
import { type MemoryRegion, memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import type { Ports, Written } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { timeline } from "../query/timeline.js";
import { applyChanges } from "./apply-changes.js";
import { describeView } from "./describe.js";
import { rebuild } from "./rebuild.js";

const START = Date.UTC(2026, 10, 24, 12);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

function world(seed: number): { a: MemoryRegion; b: MemoryRegion; clock: ReturnType<typeof virtualClock> } {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed });
  const b = memoryRegion({ region: "us-west-2", clock, seed: seed + 1 });
  return { a, b, clock };
}

async function post(ports: Ports, reports: readonly Report[], idempotencyKey?: string): Promise<void> {
  const project = await ensureProject(ports, "shop");
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] }, idempotencyKey });
}

async function converge(a: MemoryRegion, b: MemoryRegion): Promise<void> {
  await replicate(a, b);
  await replicate(b, a);
  await a.settle();
  await b.settle();
}

const report = (type: string, eventId?: string, timestamp?: number): Report => ({
  eventId,
  timestamp,
  level: "error",
  type,
  message: `${type} happened`,
  exceptions: [],
  user: { id: `user of ${eventId}` },
});

test("the same request sent three times, to both regions, counts once everywhere", async () => {
  const { a, b, clock } = world(1);
  await post(a.ports, [report("TypeError")], "key-1");
  await post(a.ports, [report("TypeError")], "key-1");
  clock.set(START + 61_000);
  await post(b.ports, [report("TypeError")], "key-1");
  await a.settle();
  await b.settle();
  await converge(a, b);
  for (const { ports } of [a, b]) {
    const { issues } = await listIssues(ports, {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      limit: 10,
    });
    expect(issues.map(({ type, count }) => [type, count])).toEqual([["TypeError", 1]]);
  }
  expect((await describeView(a.ports)).lines).toEqual((await describeView(b.ports)).lines);
});

test("a retry of events without a time counts once, however long the regions were apart", async () => {
  const { a, b, clock } = world(1);
  await post(a.ports, [report("TypeError")], "key-1");
  for (let place = 0; place < 100; place++) {
    clock.set(clock.now() + 500);
    await post(a.ports, [report("TypeError", `e${place}`)]);
    await a.settle();
  }
  clock.set(START + 5 * 3_600_000);
  await post(b.ports, [report("TypeError")], "key-1");
  await b.settle();
  await converge(a, b);
  await converge(a, b);
  const views = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(views.map(({ events, broken }) => ({ events, broken }))).toEqual([
    { events: 101, broken: [] },
    { events: 101, broken: [] },
  ]);
  expect(views[0]?.lines).toEqual(views[1]?.lines);
});

test("counts, timelines and occurrences are a function of the set of events, whatever is sent twice and where", async () => {
  const random = seeded(SEED);
  const pick = (below: number): number => Math.floor(random() * below);
  const { a, b, clock } = world(SEED);
  const sent = new Map<string, Report>();
  const batches: Report[][] = [];
  for (let round = 0; round < 250; round++) {
    clock.set(clock.now() + pick(90_000));
    const fresh = Array.from({ length: 1 + pick(12) }, (_, place) => {
      const late = random() < 0.1 ? 9 * 3_600_000 : 5_000;
      const timestamp = random() < 0.9 ? clock.now() - pick(late) : undefined;
      return report(`T${pick(3)}`, `e${round}.${place}`, timestamp);
    });
    for (const one of fresh) sent.set(one.eventId ?? "", one);
    batches.push(fresh);
    // An event that leaves its time to us may be sent again only as it was; the others in any company.
    const again = (batches[pick(batches.length)] ?? []).filter((one) => one.timestamp !== undefined);
    const steps: readonly (readonly [number, () => Promise<unknown>])[] = [
      [1, () => post(pick(10) < 6 ? a.ports : b.ports, fresh)],
      [0.3, () => post(pick(2) ? a.ports : b.ports, fresh)],
      [again.length > 0 ? 0.3 : 0, () => post(pick(2) ? a.ports : b.ports, again.slice(0, 1 + pick(5)))],
      [0.4, () => a.settle()],
      [0.4, () => b.settle()],
      [0.3, () => replicate(a, b)],
      [0.3, () => replicate(b, a)],
    ];
    for (const [odds, step] of steps) if (random() < odds) await step();
  }
  await converge(a, b);
  const [inA, inB] = [await describeView(a.ports), await describeView(b.ports)];
  const empty = { ...a.ports, view: memoryTable({ clock }).table };
  await rebuild(empty, () => undefined);
  const rebuilt = await describeView(empty);
  expect([inA.broken, inB.broken, rebuilt.broken], `SEED=${SEED}`).toEqual([[], [], []]);
  expect(inA.events, `SEED=${SEED}`).toBe(sent.size);
  expect(inA.lines, `SEED=${SEED}`).toEqual(inB.lines);
  expect(rebuilt.lines, `SEED=${SEED}`).toEqual(inA.lines);
});

test("an issue's occurrences page newest first, without gap or repeat, and its timeline adds up to them", async () => {
  const { a, clock } = world(2);
  const random = seeded(SEED);
  const times = new Map<string, number>();
  for (let round = 0; round < 60; round++) {
    clock.set(clock.now() + 1000);
    const reports = Array.from({ length: 15 }, (_, place) => {
      const at = START - Math.floor(random() * random() * 40 * 3_600_000);
      times.set(`e${round}.${place}`, at);
      return report("TypeError", `e${round}.${place}`, at);
    });
    await post(a.ports, reports);
    await a.settle();
  }
  const { issues } = await listIssues(a.ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 10,
  });
  const [issue] = issues;
  expect(issue?.count).toBe(900);
  expect(issue?.users).toBe(900);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(a.ports, {
      project: "shop",
      issue: issue?.id ?? "",
      limit: 37,
      cursor,
    });
    seen.push(...page.occurrences.map(({ event }) => event.id));
    cursor = page.cursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(900);
  expect(seen.length).toBe(900);
  const order = seen.map((id) => times.get(id) ?? 0);
  expect(order).toEqual([...order].sort((x, y) => y - x));
  const points = await timeline(a.ports, {
    project: "shop",
    issue: issue?.id,
    from: START - 48 * 3_600_000,
    to: START,
    unit: "hour",
  });
  expect(points.reduce((sum, point) => sum + point.count, 0)).toBe(900);
  for (const point of points) {
    const wanted = [...times.values()].filter((at) => at >= point.at && at < point.at + 3_600_000).length;
    expect(point.count).toBe(wanted);
  }
});

test("of a pack that both regions stored, a change that comes late does not bring back what replaced it", async () => {
  const { a, b, clock } = world(1);
  const sent = [report("TypeError", "e1", START - 5000), report("TypeError", "e2")];
  await post(a.ports, sent);
  const ours = a.log.feed.read(0, 1000);
  await a.settle();
  clock.set(START + 61_000);
  await post(b.ports, sent);
  await converge(a, b);
  // An invocation that was given up for lost goes on with what it once read.
  await applyChanges(a.ports, ours);
  const [inA, inB] = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(inA.broken).toEqual([]);
  expect(inA.lines).toEqual(inB.lines);
});

test("an issue that is laid out anew loses nothing when it is not told that this was done", async () => {
  const { a, b, clock } = world(1);
  const sent = Array.from({ length: 200 }, (_, place) => report("TypeError", `e${place}`));
  await post(a.ports, sent);
  await a.settle();
  clock.set(START + 61_000);
  await post(b.ports, sent);
  await replicate(b, a);
  // Of each row's writes, the first is done and told to be a conflict: its answer was lost, and it was sent again.
  const lost = new Set<string>();
  const told = (pk: string, written: Written): Written => {
    const isLost = written === "written" && !lost.has(pk);
    if (isLost) lost.add(pk);
    return isLost ? "conflict" : written;
  };
  const { view } = a.ports;
  const forgetful: Ports["view"] = {
    ...view,
    transact: async (writes) => {
      const [first] = writes;
      const written = await view.transact(writes);
      return first?.kind === "put" ? told(first.item.pk, written) : written;
    },
    put: async (item, condition) => {
      const written = await view.put(item, condition);
      return condition?.kind === "version" ? told(item.pk, written) : written;
    },
  };
  const changes = a.log.feed.read(0, 1000);
  await applyChanges({ ...a.ports, view: forgetful }, changes);
  expect([...lost].filter((pk) => /^[IP]#/.test(pk))).toHaveLength(2);
  await b.settle();
  const [inA, inB] = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(inA.broken).toEqual([]);
  expect(inA.lines).toEqual(inB.lines);
});
