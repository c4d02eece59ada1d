import { viewRebuilder } from "@faultline/aws/view-rebuilder";
import { readRows } from "@faultline/service/monitoring/rows";
import type { Ports } from "@faultline/service/ports";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import { describeView } from "@faultline/service/projection/describe";
import { collect } from "@faultline/service/table/query-all";
import { scanAll } from "@faultline/service/table/scan-all";
import { decide } from "@faultline/service/triage/triage";
import { memoryTable } from "@faultline/testing/memory-table";
import { failure, issueIn, MINUTE, postTo, rebuilt, twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";

const PAGE_ITEMS = 2;
/** A function's whole time, and one that is over after a page. */
const TIME = { awsRequestId: "scheduled", getRemainingTimeInMillis: () => 900_000 };
const NO_TIME = { awsRequestId: "scheduled", getRemainingTimeInMillis: () => 0 };

/** A log that is scanned in many pages. */
function inSmallPages(log: Ports["log"]): Ports["log"] {
  return {
    ...log,
    async scan(after) {
      const all = await collect(scanAll(log));
      const from = after ? 1 + all.findIndex(({ pk, sk }) => pk === after.pk && sk === after.sk) : 0;
      const items = all.slice(from, from + PAGE_ITEMS);
      const last = items.at(-1);
      return from + PAGE_ITEMS < all.length && last
        ? { items, next: { pk: last.pk, sk: last.sk } }
        : { items };
    },
  };
}

/** A region with a log of its own and the other region's events, people's decisions among them, whose view is gone. */
async function withoutView(seed: number) {
  const { a, clock } = twoRegions(seed);
  for (let round = 0; round < 8; round++) {
    const at = clock.now();
    const reports = [0, 1, 2].map((kind) => failure(kind, `e${round}-${kind}`, at - kind * MINUTE, round));
    const [first] = await postTo(a.ports, reports);
    await a.settle();
    if (round === 4 && first)
      await decide(a.ports, { project: "shop", issue: issueIn(first), status: "resolved", by: "anna" });
    clock.set(at + 7 * MINUTE);
  }
  const { table } = memoryTable({ clock, hasFeed: false });
  const ports: Ports = { ...a.ports, log: inSmallPages(a.ports.log), view: table };
  return { ports, clock, region: a };
}

/** The same view, whose process dies before its `calls`-th call; undefined when there are fewer. */
function dyingAt(view: Ports["view"], calls: number): Ports["view"] {
  let made = 0;
  const alive = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return (...args: A): Promise<T> => {
      made += 1;
      // Nothing that a dead process asked for is answered, and it asks for nothing more.
      return made >= calls ? Promise.reject(new Error("killed")) : call(...args);
    };
  };
  return {
    get: alive(view.get),
    getMany: alive(view.getMany),
    query: alive(view.query),
    scan: alive(view.scan),
    put: alive(view.put),
    delete: alive(view.delete),
    transact: alive(view.transact),
  };
}

const toldOf = async (ports: Ports) => (await describeView(ports)).lines;

test("a view that is new is folded from its log, and is what a fresh fold says", async () => {
  const { ports, clock } = await withoutView(1);
  const rebuild = viewRebuilder(ports);
  const first = await rebuild({}, TIME);
  expect(await toldOf(ports)).toEqual(await toldOf(await rebuilt(ports)));
  expect(first).toMatchObject({
    isWhole: false,
    goesOnAt: new Date(clock.now() + 10 * MINUTE).toISOString(),
  });
  clock.set(clock.now() + 15 * MINUTE);
  expect(await rebuild({}, TIME)).toMatchObject({ isWhole: true });
  expect(await describeView(ports)).toMatchObject({ events: 24, broken: [] });
});

test("killed before any of its calls, it goes on, and nothing is counted twice or missing", async () => {
  const { ports, clock } = await withoutView(2);
  const fresh = await toldOf(await rebuilt(ports));
  let deaths = 0;
  for (let calls = 1; ; calls += 5) {
    const { table: view } = memoryTable({ clock, hasFeed: false });
    const asked = { rebuild: "again" };
    const died = await viewRebuilder({ ...ports, view: dyingAt(view, calls) })(asked, TIME).then(
      () => false,
      () => true,
    );
    const whole = { ...ports, view };
    // As Lambda tries it again.
    expect(await viewRebuilder(whole)(asked, TIME)).toMatchObject({ isWhole: true });
    expect(await describeView(whole), `killed before call ${calls}`).toMatchObject({
      events: 24,
      broken: [],
    });
    expect(await toldOf(whole), `killed before call ${calls}`).toEqual(fresh);
    if (!died) break;
    deaths += 1;
  }
  expect(deaths).toBeGreaterThan(25);
});

test("one invocation does a page when it has no time for more, and the next goes on behind it", async () => {
  const { ports, clock } = await withoutView(3);
  const rebuild = viewRebuilder(ports);
  const items: number[] = [];
  for (let round = 0; round < 100; round++) {
    const { step, items: folded, isWhole } = await rebuild({}, NO_TIME);
    if (step === "log" && folded > 0) items.push(folded);
    clock.set(clock.now() + MINUTE);
    if (isWhole) break;
  }
  expect(items.slice(0, 3)).toEqual([2, 4, 6]);
  expect(await toldOf(ports)).toEqual(await toldOf(await rebuilt(ports)));
});

test("what arrives meanwhile is folded by its stream, and both make the same view", async () => {
  const { ports, clock, region } = await withoutView(4);
  const { feed } = region.log;
  const rebuild = viewRebuilder(ports);
  let folded = feed.read(0, Number.POSITIVE_INFINITY).at(-1)?.seq ?? 0;
  for (let round = 0; round < 12; round++) {
    await rebuild({}, NO_TIME);
    await postTo(ports, [failure(round % 4, `meanwhile ${round}`, clock.now(), 3)]);
    const news = feed.read(folded, Number.POSITIVE_INFINITY);
    await applyChanges(
      ports,
      news.map(({ new: item }) => ({ new: item })),
    );
    folded = news.at(-1)?.seq ?? folded;
  }
  clock.set(clock.now() + 15 * MINUTE);
  expect(await rebuild({}, TIME)).toMatchObject({ isWhole: true });
  expect(await describeView(ports)).toMatchObject({ events: 36, broken: [] });
  expect(await toldOf(ports)).toEqual(await toldOf(await rebuilt(ports)));
});

test("what a function folded that was just replaced, into a view that is no more, is not missing", async () => {
  const { ports, clock } = await withoutView(5);
  const rebuild = viewRebuilder(ports);
  await rebuild({}, TIME);
  // In the log, and no stream tells it again.
  await postTo(ports, [failure(0, "late", clock.now(), 3)]);
  clock.set(clock.now() + 15 * MINUTE);
  expect(await rebuild({}, TIME)).toMatchObject({ isWhole: true });
  expect(await describeView(ports)).toMatchObject({ events: 25, broken: [] });
});

test("asked for while it is under way, it begins anew; the same wish told twice does not", async () => {
  const { ports } = await withoutView(6);
  const rebuild = viewRebuilder(ports);
  const asked = { rebuild: "again" };
  const told = (awsRequestId: string) => ({ ...NO_TIME, awsRequestId });
  await rebuild(asked, told("one"));
  for (let round = 0; round < 3; round++) await rebuild({}, NO_TIME);
  const { items } = await rebuild({ rebuild: "progress" }, NO_TIME);
  expect(items).toBe(6);
  expect(await rebuild(asked, told("one"))).toMatchObject({ items: 8 });
  expect(await rebuild(asked, told("two"))).toMatchObject({ items: 0 });
  expect(await rebuild({}, TIME)).toMatchObject({ isWhole: true });
});

test("two at once cost pages, and spoil nothing", async () => {
  const { ports } = await withoutView(7);
  const asked = { rebuild: "again" };
  const ends = await Promise.all([
    viewRebuilder(ports)(asked, TIME),
    viewRebuilder(ports)({}, { ...TIME, awsRequestId: "another" }),
  ]);
  expect(ends.map(({ isWhole }) => isWhole)).toContain(true);
  expect(await toldOf(ports)).toEqual(await toldOf(await rebuilt(ports)));
});

test("both regions hear how far it is, each minute and in the end; a view that is whole says nothing", async () => {
  const { ports, clock } = await withoutView(8);
  const lines: unknown[] = [];
  const rebuild = viewRebuilder({ ...ports, print: (line) => lines.push(line) });
  const viewRow = async () => (await readRows(ports)).find(({ kind }) => kind === "view");
  for (let round = 0; round < 4; round++) await rebuild({}, NO_TIME);
  expect(await viewRow()).toMatchObject({
    region: "us-east-1",
    items: 6,
    begunAt: clock.now(),
    isWhole: false,
  });
  await rebuild({ rebuild: "again" }, TIME);
  expect(await viewRow()).toMatchObject({ isWhole: true });
  const before = lines.length;
  expect(lines.at(-1)).toMatchObject({ event: "view folded", isWhole: true });
  await rebuild({}, TIME);
  expect(lines.length).toBe(before);
});
