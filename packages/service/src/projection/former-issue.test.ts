import type { Event } from "@faultline/core/event";
import type { Report } from "@faultline/core/report";
import { memoryTable } from "@faultline/testing/memory-table";
import { type MemoryRegion, memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { eventOf } from "../ingest/ingest.js";
import { packItem, packsOf } from "../ingest/pack.js";
import type { Item, Key, Page, Ports } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { issuePartition, listPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { describeView } from "./describe.js";
import { rebuild } from "./rebuild.js";
import { readIssue } from "./rows/issue-row.js";
import { LISTS } from "./rows/list.js";

const START = Date.UTC(2026, 10, 24, 12);
const UPGRADE = START + 3_600_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** By which two folds into one issue met: one read its row, and then a page that the other had written with the row. */
const FAILED_ONCE = [106];
const RULE = { config: "slack", threshold: -1, interval: 1, window: "total" } as const;

function world(seed: number) {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed });
  const b = memoryRegion({ region: "us-west-2", clock, seed: seed + 1 });
  return { a, b, clock };
}

/** Stores what a request brings, as this version does or as the one before did: with one fingerprint, the former. */
async function post(ports: Ports, reports: readonly Report[], version: "before" | "now"): Promise<void> {
  const project = { ...(await ensureProject(ports, "shop")), notify: [RULE] };
  const request = { project, parsed: { reports, rejected: [] }, notify: project.notify };
  async function* events(): AsyncGenerator<Event> {
    for (const [index, report] of reports.entries()) {
      const event = await eventOf(ports, request, report, index);
      if (!("droppedBy" in event))
        yield version === "now" ? event : { ...event, newFingerprint: undefined, heading: undefined };
    }
  }
  for await (const pack of packsOf("shop", events()))
    await ports.log.put(await packItem(ports, "shop", pack), { kind: "absent" });
}

async function converge(a: MemoryRegion, b: MemoryRegion): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await replicate(a, b);
    await replicate(b, a);
    await a.settle();
    await b.settle();
  }
}

/** Id, count and what is to be told, of every issue a region lists. */
async function issuesOf({ view }: Ports): Promise<Record<string, { count: number; told: string[] }>> {
  const ids = new Set<string>();
  for (const list of LISTS)
    for (const { sk } of await collect(queryAll(view, { pk: listPartition("shop", list) })))
      ids.add(sk.slice(sk.indexOf("#") + 1));
  const rows = await view.getMany([...ids].map((id) => ({ pk: issuePartition("shop", id), sk: "0" })));
  return Object.fromEntries(
    rows.flatMap((row) => {
      const { series, out } = readIssue(row);
      const told = out.map(({ kind, to }) => `${kind} ${to}`);
      return series.total > 0 ? [[row.pk, { count: series.total, told }]] : [];
    }),
  );
}

async function rebuilt(ports: Ports): Promise<Ports> {
  const anew = { ...ports, view: memoryTable({ clock: ports.clock, hasFeed: false }).table };
  await rebuild(anew, () => undefined);
  return anew;
}

/** What v1 and v2 call differently: a class' package, a file's ending. */
const failure = (place: number, eventId: string): Report => {
  const type = `com.shop.Failure${place % 50}`;
  const frames = [{ file: `src/part${place}.ts`, function: `shop.part.call${place}`, line: 3, inApp: true }];
  return { eventId, level: "error", type, message: "no", exceptions: [{ type, message: "no", frames }] };
};

/** The same without what the version before stored, as after its retention. */
function expired(ports: Ports): Ports {
  const isOld = ({ pk, rt }: Item): boolean => pk.startsWith("K#") && typeof rt === "number" && rt < UPGRADE;
  const scan = async (after?: Key): Promise<Page> => {
    const page = await ports.log.scan(after);
    return { ...page, items: page.items.filter((item) => !isOld(item)) };
  };
  return { ...ports, log: { ...ports.log, scan } };
}

test("an upgrade with a thousand issues splits none and tells nobody anew, in both regions, with retries, in a view made anew", async () => {
  const { a, b, clock } = world(1);
  const batches = Array.from({ length: 20 }, (_, batch) =>
    Array.from({ length: 50 }, (_, one) => 50 * batch + one),
  );
  const failures = (places: readonly number[], when: string) =>
    places.map((place) => failure(place, `${when}-${place}`));
  for (const [at, places] of batches.entries())
    await post(at % 2 ? a.ports : b.ports, failures(places, "old"), "before");
  await converge(a, b);
  const before = await issuesOf(a.ports);
  expect(Object.keys(before)).toHaveLength(1_000);
  expect(new Set(Object.values(before).flatMap(({ told }) => told))).toEqual(new Set(["first 1"]));

  clock.set(UPGRADE);
  for (const places of batches) {
    await post(a.ports, failures(places, "new"), "now");
    await post(b.ports, failures(places, "new"), "now");
    await post(b.ports, failures(places.slice(0, 10), "new"), "now");
  }
  await converge(a, b);
  const twice = Object.fromEntries(Object.entries(before).map(([id, issue]) => [id, { ...issue, count: 2 }]));
  expect(await issuesOf(a.ports)).toEqual(twice);
  expect(await issuesOf(b.ports)).toEqual(twice);

  // With the old events goes all that the log knew of the old issues, but their names.
  expect(Object.keys(await issuesOf(await rebuilt(expired(a.ports)))).sort()).toEqual(
    Object.keys(before).sort(),
  );
});

test("a region that was upgraded while the other was not, and apart from it, comes to the same issues", async () => {
  const { a, b } = world(2);
  await post(a.ports, [failure(1, "new")], "now");
  await a.settle();
  await post(b.ports, [failure(1, "old")], "before");
  await b.settle();
  await converge(a, b);
  const [inA, inB] = await Promise.all([describeView(a.ports), describeView(b.ports)]);
  expect(inA.lines).toEqual(inB.lines);
  expect(Object.values(await issuesOf(a.ports)).map(({ count }) => count)).toEqual([2]);
  expect(Object.keys(await issuesOf(a.ports))).toEqual(Object.keys(await issuesOf(b.ports)));
});

/** One issue of v1 that is several of v2, and several of v1 that are one. */
function anyFailure(dice: number, eventId: string, timestamp: number): Report {
  const type = dice % 2 ? "LogERROR" : "TypeError";
  const message = dice % 2 ? `${"abcd"[dice % 4]} went wrong` : "x is undefined";
  const file = dice % 2 ? "worker.py" : `static/js/main.3f2a1b9${dice % 5}.chunk.js`;
  const frames = [{ file, function: "work", line: 1, inApp: true }];
  return { eventId, timestamp, level: "error", type, message, exceptions: [{ type, message, frames }] };
}

test.each([SEED, ...FAILED_ONCE])(
  "whatever order old and new events arrive in, both regions and a view made anew agree (SEED=%s)",
  async (seed) => {
    const random = seeded(seed);
    const pick = (below: number): number => Math.floor(random() * below);
    const { a, b, clock } = world(seed);
    const sent: Report[] = [];
    for (let round = 0; round < 150; round++) {
      clock.set(clock.now() + 1_000);
      const fresh = Array.from({ length: 1 + pick(4) }, (_, place) =>
        anyFailure(pick(20), `e${round}.${place}`, Math.floor(clock.now()) - pick(60_000)),
      );
      sent.push(...fresh);
      const again = sent.slice(pick(sent.length)).slice(0, 3);
      const region = (): Ports => (pick(2) ? a.ports : b.ports);
      const version = (): "before" | "now" => (pick(100) < 100 - round ? "before" : "now");
      await post(region(), fresh, version());
      if (pick(3) === 0) await post(region(), again, version());
      if (pick(3) === 0) await a.settle();
      if (pick(3) === 0) await b.settle();
      if (pick(5) === 0) await replicate(a, b);
      if (pick(5) === 0) await replicate(b, a);
    }
    await converge(a, b);
    const views = [a.ports, b.ports, await rebuilt(a.ports), await rebuilt(b.ports)];
    const [inA, ...others] = await Promise.all(views.map((ports) => describeView(ports)));
    expect(inA?.events, `SEED=${seed}`).toBe(sent.length);
    for (const other of others) expect(other.lines, `SEED=${seed}`).toEqual(inA?.lines);
    expect(
      [inA, ...others].flatMap((view) => view?.broken),
      `SEED=${seed}`,
    ).toEqual([]);
  },
);
