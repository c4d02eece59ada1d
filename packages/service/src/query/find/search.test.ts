import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import {
  HOURS,
  type OfIssue,
  SEARCHED_AT,
  SEARCHES,
  type Sent,
  searchedReport,
} from "@faultline/testing/searched-project";
import { seeded } from "@faultline/testing/seeded";
import { beforeAll, describe, expect, test } from "vitest";
import { forRequest } from "../../ingest/deadline.js";
import { ingest } from "../../ingest/ingest.js";
import { markAsRenewed } from "../../projection/view-mark.js";
import { ensureProject } from "../../projects/projects.js";
import { decide } from "../../triage/triage.js";
import { listIssues } from "../list-issues.js";
import type { ListIssues } from "../listing.js";

const SEED = Number(process.env.SEED ?? 11);
const HOUR = 3_600_000;
const ISSUES = 150;
const EVENTS = 1_500;

const clock = virtualClock(SEARCHED_AT - HOURS * HOUR);
const { ports, settle } = memoryRegion({ region: "us-east-1", clock, seed: SEED });
/** Every event that was sent, by the issue it went into; told by the class, which each issue has of its own. */
const sent = new Map<string, Sent[]>();
beforeAll(async () => {
  const random = seeded(SEED);
  const project = await ensureProject(ports, "shop");
  for (let turn = 0; turn < EVENTS; turn++) {
    clock.set(clock.now() + ((HOURS - 1) * HOUR) / EVENTS);
    const report = searchedReport(random, ISSUES, turn, clock.now());
    sent.set(report.type, [...(sent.get(report.type) ?? []), report]);
    await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
    if (turn % 50 === 0) await settle();
  }
  await settle();
  await markAsRenewed(ports);
  // What moves within the second in which a listing begins may stand in it where it was.
  clock.set(SEARCHED_AT - 10_000);
  const all = await found("");
  for (const [place, { id }] of all.entries())
    if (place % 9 === 0) await decide(ports, { project: "shop", issue: id, status: "resolved", by: "test" });
  await settle();
  clock.set(SEARCHED_AT);
});

/** All that a search finds, page after page. */
async function found(query: string, more: Partial<ListIssues> = {}, asked = ports) {
  const issues = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(asked, {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      limit: 7,
      query,
      cursor,
      ...more,
    });
    issues.push(...page.issues);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return issues;
}

const named = (types: Iterable<string>): string[] => [...types].sort();
const expected = (isMet: OfIssue): string[] =>
  named([...sent].filter(([, events]) => isMet(events)).map(([type]) => type));

describe("a search finds what looking through every event finds", () => {
  test.each(SEARCHES)("%s", async (query, isMet) => {
    const issues = await found(query);
    expect(named(issues.map(({ type }) => type)), `SEED=${SEED}`).toEqual(expected(isMet));
    const times = issues.map(({ lastSeen }) => lastSeen);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test.each(["firstSeen", "count", "users"] as const)(
    "sorted by %s it finds the same, highest first",
    async (sort) => {
      for (const [query, isMet] of SEARCHES.filter((_, place) => place % 8 === 0)) {
        const issues = await found(query, { sort });
        expect(named(issues.map(({ type }) => type))).toEqual(expected(isMet));
        const values = issues.map((issue) => issue[sort]);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }
    },
  );
});

// A row of the list may be an hour older than its issue.
const OF_A_TIME = [
  ["firstSeen:2026-11-22"],
  ["firstSeen:>-24h"],
  ["lastSeen:<-24h"],
  ["lastSeen:2026-11-23", "lastSeen:>=2026-11-22T23:00:00Z lastSeen:<2026-11-24"],
] as const;

test.each(OF_A_TIME)("%s looks at the issues of that time alone", async (query, atMost: string = query) => {
  const lookedAt = new Set<string>();
  const view: typeof ports.view = {
    ...ports.view,
    getMany(keys) {
      for (const { pk } of keys) if (pk.startsWith("I#")) lookedAt.add(pk.slice(pk.lastIndexOf("#") + 1));
      return ports.view.getMany(keys);
    },
  };
  const issues = await found(query, {}, { ...ports, view });
  const ids = issues.map(({ id }) => id);
  const mayBe = (await found(atMost)).map(({ id }) => id);
  expect(ids.filter((id) => !lookedAt.has(id))).toEqual([]);
  expect([...lookedAt].filter((id) => !mayBe.includes(id))).toEqual([]);
});

test("what is decided counts as it stands now, alone and beside the list's status", async () => {
  const resolved = (await found("", { status: "resolved" })).map(({ id }) => id).sort();
  expect(resolved.length).toBeGreaterThan(3);
  expect((await found("is:resolved")).map(({ id }) => id).sort()).toEqual(resolved);
  expect((await found("env:production is:resolved")).every(({ status }) => status === "resolved")).toBe(true);
  expect((await found("-is:resolved")).some(({ id }) => resolved.includes(id))).toBe(false);
});

test("an issue's id, and an event's, lead to the issue", async () => {
  const [issue] = await found("type:Failure5");
  expect((await found(issue?.id ?? "")).map(({ id }) => id)).toEqual([issue?.id]);
  const id = "0123456789abcdef0123456789abcdef";
  const project = await ensureProject(ports, "shop");
  const report = { ...searchedReport(seeded(1), ISSUES, 0, clock.now()), eventId: id, type: "Failure5" };
  await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
  await settle();
  const page = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: id,
  });
  expect(page).toMatchObject({ event: id, issues: [{ project: "shop" }] });
});

test("where an issue has more numbers than are kept, a search for one says so", async () => {
  const { gaps } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: "order 4711",
  });
  expect(gaps?.map(({ of: what }) => what)).toContain("message numbers");
  const plain = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 5,
    query: "card env:x",
  });
  expect(plain.gaps).toEqual([]);
});
