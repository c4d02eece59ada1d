import type { Issue } from "@faultline/core/issue";
import type { Report } from "@faultline/core/report";
import type { MemoryRegion } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { failure, postTo, START, twoRegions } from "@faultline/testing/two-regions";
import { variedFailures } from "@faultline/testing/varied-failures";
import { expect, test, vi } from "vitest";
import type { Item, Key, Ports } from "../ports.js";
import { applyChanges } from "../projection/apply-changes.js";
import { rebuild } from "../projection/rebuild.js";
import { renewView } from "../projection/renew-view.js";
import { readIssue } from "../projection/rows/issue-row.js";
import { classKey, UNKNOWN } from "../projection/rows/ranks.js";
import { markAsRenewed } from "../projection/view-mark.js";
import { rankPartition, SINGLE } from "../table/layout.js";
import { collect } from "../table/query-all.js";
import { scanAll } from "../table/scan-all.js";
import { mergeIssues, unmergeIssues } from "../triage/merge-issues.js";
import { decide, deleteIssue } from "../triage/triage.js";
import { readCursor } from "./cursor.js";
import { getIssue, getIssues } from "./issues.js";
import { listIssues } from "./list-issues.js";
import { hasStatus, inOrder, type ListIssues } from "./listing.js";
import { issuesByClass } from "./ranked-by-class.js";
import { issuesByTime } from "./ranked-by-time.js";
import { RankPosition } from "./ranked-page.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KINDS = 60;
/** Where each list is read page by page, one issue at a time: work that grows with the square of it. */
const KINDS_WALKED = 30;
const SORTS = ["count", "users", "firstSeen"] as const;
const STATUSES = ["all", "unresolved", "regressed", "resolved", "ignored"] as const;

type Asked = Pick<ListIssues, "status" | "limit"> & { readonly sort: (typeof SORTS)[number] };

/** What people do to some of the issues. */
async function decideOnSome(ports: Ports, random: () => number): Promise<void> {
  const place = { project: "shop", by: "ada" };
  const all = await everyIssue(ports);
  const issues = all.map(({ id }) => id);
  for (const issue of issues.filter(() => random() < 0.15))
    await decide(ports, { ...place, issue, status: random() < 0.7 ? "resolved" : "ignored" });
  for (const issue of issues.filter(() => random() < 0.04)) await deleteIssue(ports, "shop", issue, "ada");
  await mergeSome(
    ports,
    issues.filter(() => random() < 0.2),
  );
  for (const { id: issue, members = [] } of await everyIssue(ports))
    if (members.length > 1) await unmergeIssues(ports, { ...place, issue, issues: members.slice(0, 1) });
}

/** Half of them into the first one, the others into the second. */
async function mergeSome(
  ports: Ports,
  [first = "", second = "", ...others]: readonly string[],
): Promise<void> {
  for (const [place, issue] of others.entries()) {
    const meant = { project: "shop", by: "ada", issue: place % 2 === 0 ? first : second, issues: [issue] };
    // What was deleted cannot be merged.
    await mergeIssues(ports, meant).catch(() => undefined);
  }
}

/** Every issue there is, as each is shown. */
async function everyIssue(ports: Ports): Promise<Issue[]> {
  const rows = await rowsOf(ports, ({ pk, sk }) => pk.startsWith("I#") && sk === SINGLE);
  const ids = rows.map(({ pk }) => pk.slice(pk.lastIndexOf("#") + 1));
  return [...(await getIssues(ports, "shop", ids)).values()].filter((issue) => hasStatus(ALL, issue));
}
const ALL = { status: "all" } as const;

async function rowsOf({ view }: Pick<Ports, "view">, isMeant: (key: Key) => boolean): Promise<Item[]> {
  return (await collect(scanAll(view))).filter(isMeant);
}

/** Gives issues as they are shown, each read once, by itself: for while nothing changes. */
function readOnce(ports: Ports): (id: string) => Promise<Issue | undefined> {
  const known = new Map<string, Promise<Issue | undefined>>();
  return (id) => {
    const issue = known.get(id) ?? getIssue(ports, "shop", id);
    known.set(id, issue);
    return issue;
  };
}

interface From {
  readonly read: ReturnType<typeof readOnce>;
  /** So many issues may each page look at. */
  readonly readsMax: number;
}

const PAGES_MAX = 5_000;

/** All pages of a list. */
async function pagesOf(ports: Ports, { sort, ...asked }: Asked, { read, readsMax }: From): Promise<string[]> {
  const ids: string[] = [];
  let longest = 0;
  let start: RankPosition | undefined = { seen: 0, value: Number.POSITIVE_INFINITY, id: "" };
  const accept = async (some: readonly string[]): Promise<Issue[]> =>
    (await Promise.all(some.map(read)))
      .filter((issue) => issue !== undefined)
      .filter((issue) => hasStatus(asked, issue));
  const request = { project: "shop", ...asked };
  for (let pages = 0; start; pages++) {
    const from: Parameters<typeof issuesByTime>[2] = { start, accept, readsMax };
    const page: Awaited<ReturnType<typeof issuesByTime>> =
      sort === "firstSeen"
        ? await issuesByTime(ports, { ...request, sort }, from)
        : await issuesByClass(ports, { ...request, sort }, from);
    longest = Math.max(longest, page.issues.length);
    ids.push(...page.issues.map(({ id }) => id));
    start = page.cursor === undefined ? undefined : readCursor(RankPosition, page.cursor);
    if (pages === PAGES_MAX) throw new Error("this listing does not end");
  }
  expect(longest).toBeLessThanOrEqual(asked.limit);
  return ids;
}

async function check(ports: Ports, random: () => number): Promise<void> {
  const issues = await everyIssue(ports);
  const read = readOnce(ports);
  for (const sort of SORTS)
    for (const status of STATUSES) {
      const sorted = issues.filter((issue) => hasStatus({ status }, issue)).sort(inOrder(sort));
      const expected = sorted.map(({ id }) => id);
      const limit = 1 + Math.floor(random() * 12);
      for (const readsMax of [1, 1 + Math.floor(random() * 8), 10_000])
        expect(
          await pagesOf(ports, { sort, status, limit }, { read, readsMax }),
          `SEED=${SEED} ${sort} ${status} limit ${limit} reads ${readsMax}`,
        ).toEqual(expected);
    }
}

/** The index, without what is written of it by the time it is to be kept. */
const indexOf = async (ports: Pick<Ports, "view">): Promise<string[]> =>
  (await rowsOf(ports, ({ pk }) => pk.startsWith("G#"))).map(({ pk, sk }) => `${pk} ${sk}`).sort();

async function world(): Promise<MemoryRegion & { readonly random: () => number }> {
  const { a } = twoRegions(SEED);
  return { ...a, random: seeded(SEED) };
}

test("pages by count, users and first time are the whole list sorted, whatever happened to its issues and however few a page looks at", async () => {
  const { ports, settle, random } = await world();
  await markAsRenewed(ports);
  for (let round = 0; round < 3; round++) {
    await postTo(ports, variedFailures(random, `e${round}`, KINDS_WALKED));
    await settle();
    await decideOnSome(ports, random);
    await settle();
    await check(ports, random);
  }
  const anew = { view: twoRegions(SEED).b.ports.view };
  await rebuild({ ...ports, ...anew }, () => undefined);
  expect(await indexOf(anew)).toEqual(await indexOf(ports));
});

test("rows of before, of issues that expired and came back, change no list", async () => {
  const { ports, settle, random } = await world();
  await markAsRenewed(ports);
  await postTo(ports, variedFailures(random, "e", KINDS_WALKED));
  await settle();
  for (const row of await rowsOf(ports, ({ pk }) => pk.startsWith("G#"))) {
    const [rank = "", issue = ""] = row.sk.split("#");
    const others = [UNKNOWN, "99", String(Number(rank) + 1), String(Number(rank) - 1)];
    for (const other of others)
      await ports.view.put({ ...row, sk: `${other.padStart(rank.length, "0")}#${issue}` });
  }
  await check(ports, random);
});

test("an issue's place is written when its count is four times what it was, not with each event", async () => {
  const { ports, settle } = await world();
  const places: number[] = [];
  let known = "";
  for (let count = 1; count <= 64; count++) {
    await postTo(ports, [failure(1, `e${count}`, START, 1)]);
    await settle();
    const now = JSON.stringify(await indexOf(ports));
    if (now !== known) places.push(count);
    known = now;
  }
  expect(places).toEqual([1, 4, 16, 64]);
});

test("a row that is left behind late takes no place away that its issue came back to meanwhile", async () => {
  const { ports, settle } = await world();
  const late: (() => Promise<unknown>)[] = [];
  const remove = ports.view.delete.bind(ports.view);
  const spy = vi.spyOn(ports.view, "delete").mockImplementation(async (key, condition) => {
    if (!key.pk.startsWith("G#")) return remove(key, condition);
    late.push(() => remove(key, condition));
    return "written";
  });
  const post = async (...reports: Report[]): Promise<void> => {
    await postTo(ports, reports);
    await settle();
  };
  await post(failure(1, "a", START, 1));
  const first = await indexOf(ports);
  await post(...["b", "c", "d"].map((name) => failure(1, name, START, 1)));
  spy.mockRestore();
  const [issue] = await everyIssue(ports);
  await deleteIssue(ports, "shop", issue?.id ?? "", "ada");
  await settle();
  await post(failure(1, "e", START, 1));
  expect(late).toHaveLength(1);
  for (const remove of late) await remove();
  expect(await indexOf(ports)).toEqual(first);
});

test("a fold that was overtaken leaves no place behind that its issue does not have", async () => {
  const { ports, settle, log } = await world();
  const named = (from: number, to: number): Report[] =>
    Array.from({ length: to - from }, (_, place) => failure(1, `e${from + place}`, START, 1));
  await postTo(ports, named(0, 1));
  await settle();
  await postTo(ports, named(1, 5));
  const seen = log.feed.read(log.feed.cursor("reduce"), Number.POSITIVE_INFINITY);
  let isOvertaken = false;
  const view: Ports["view"] = {
    ...ports.view,
    put: async (item, condition) => {
      if (item.pk.startsWith("G#") && !isOvertaken) {
        isOvertaken = true;
        await postTo(ports, named(5, 20));
        await settle();
      }
      return ports.view.put(item, condition);
    },
  };
  await applyChanges(
    { ...ports, view },
    seen.map(({ new: item }) => ({ new: item })),
  );
  expect(isOvertaken).toBe(true);
  const anew = { view: twoRegions(SEED).b.ports.view };
  await rebuild({ ...ports, ...anew }, () => undefined);
  expect(await indexOf(ports)).toEqual(await indexOf(anew));
});

test("a view of an earlier version is read as a whole until its renewal is through, and by its index from then on", async () => {
  const { ports, settle, random } = await world();
  await postTo(ports, variedFailures(random, "e", KINDS));
  await settle();
  const index = await indexOf(ports);
  for (const { pk, sk } of await rowsOf(ports, ({ pk }) => pk.startsWith("G#")))
    await ports.view.delete({ pk, sk });
  for (const { rk: _, ...row } of await rowsOf(ports, ({ pk, sk }) => pk.startsWith("I#") && sk === SINGLE))
    await ports.view.put({ ...row, pk: row.pk, sk: row.sk });
  const asked = { project: "shop", status: "all", sort: "count", limit: 200 } as const;
  const before = (await listIssues(ports, asked)).issues.map(({ id }) => id);
  expect(before.length).toBeGreaterThan(10);
  await renewView(ports, { until: Number.POSITIVE_INFINITY });
  expect(await indexOf(ports)).toEqual(index);
  expect((await listIssues(ports, asked)).issues.map(({ id }) => id)).toEqual(before);
});

/** Places as they were first written, by powers of two, in a view of that version. */
async function withFormerPlaces({ view }: Ports): Promise<void> {
  const formerKey = (value: number): string => classKey(value < 1 ? 0 : 1 + Math.floor(Math.log2(value)));
  for (const row of await rowsOf({ view }, ({ pk, sk }) => pk.startsWith("I#") && sk === SINGLE)) {
    const { ranks, series, users } = readIssue(row);
    if (!ranks) continue;
    const former = { count: formerKey(series.total), users: formerKey(users.count) };
    const id = row.pk.slice(row.pk.lastIndexOf("#") + 1);
    for (const ranking of ["count", "users"] as const) {
      const pk = rankPartition("shop", ranks.list, ranking);
      await view.delete({ pk, sk: `${ranks[ranking]}#${id}` });
      await view.put({ pk, sk: `${former[ranking]}#${id}`, x: ranks.keptUntil });
    }
    const { vers: _, ...unversioned } = ranks;
    await view.put({ ...row, rk: { ...unversioned, ...former } });
  }
  await view.put({ pk: "X#view", sk: SINGLE, version: 5, items: 0, ver: 1 });
}

test("places by powers of two, as they were first written, change no list, and are written anew", async () => {
  const { ports, settle, random } = await world();
  await markAsRenewed(ports);
  await postTo(ports, variedFailures(random, "e", KINDS));
  await settle();
  const index = await indexOf(ports);
  const asked = { project: "shop", status: "all", sort: "count", limit: 200 } as const;
  const listed = async () => (await listIssues(ports, asked)).issues.map(({ id }) => id);
  const before = await listed();
  await withFormerPlaces(ports);
  expect(await indexOf(ports)).not.toEqual(index);
  expect(await listed()).toEqual(before);
  await postTo(ports, variedFailures(random, "later", KINDS));
  await settle();
  const after = await listed();
  await renewView(ports, { until: Number.POSITIVE_INFINITY });
  expect(await listed(), `SEED=${SEED}`).toEqual(after);
  const anew = { view: twoRegions(SEED).b.ports.view };
  await rebuild({ ...ports, ...anew }, () => undefined);
  expect(await indexOf(ports)).toEqual(await indexOf(anew));
});
