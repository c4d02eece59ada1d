import type { Report } from "@faultline/core/report";
import { memoryTable } from "@faultline/testing/memory-table";
import { type MemoryRegion, memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { deleteProject, ensureProject } from "../projects/projects.js";
import { listIssues } from "../query/list-issues.js";
import { decide, deleteIssue } from "../triage/triage.js";
import { describeView } from "./describe.js";
import { rebuild } from "./rebuild.js";
import { allReleases, beganOf } from "./rows/began.js";
import { releasesOf } from "./rows/releases.js";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

const clock = virtualClock(START);
const clockOfB = virtualClock(START);
let a: MemoryRegion;
let b: MemoryRegion;
beforeEach(() => {
  clock.set(START);
  clockOfB.set(START);
  a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  b = memoryRegion({ region: "us-west-2", clock: clockOfB, seed: 2 });
});

const report = (eventId: string): Report => ({
  eventId,
  timestamp: START - MINUTE,
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [],
  release: "1.0",
  user: { id: `user of ${eventId}` },
});

const post = (ports: Ports, ...eventIds: string[]): Promise<void> => postAll(ports, eventIds.map(report));

async function postAll(ports: Ports, reports: readonly Report[]): Promise<void> {
  const project = await ensureProject(ports, "shop");
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
}

const pass = (milliseconds: number): void => {
  clock.set(clock.now() + milliseconds);
  clockOfB.set(clockOfB.now() + milliseconds);
};

async function converge(): Promise<void> {
  await replicate(a, b);
  await replicate(b, a);
  await a.settle();
  await b.settle();
}

const issuesIn = async (ports: Ports) =>
  (await listIssues(ports, { project: "shop", status: "all", sort: "lastSeen", limit: 10 })).issues;

async function issueIn(ports: Ports): Promise<string> {
  const [issue] = await issuesIn(ports);
  return issue?.id ?? "";
}

/** What both regions, and a view made anew, say of the only issue: how many events and users, and of which releases. */
async function saidEverywhere() {
  const anew = { ...a.ports, view: memoryTable({ clock, hasFeed: false }).table };
  await rebuild(anew, () => undefined);
  const said = [];
  for (const ports of [a.ports, b.ports, anew]) {
    const issues = (await issuesIn(ports)).map(({ count, users }) => ({ count, users }));
    const releases = (await releasesOf(ports, "shop")).map(({ release }) => release);
    const { lines, broken } = await describeView(ports);
    said.push({ issues, releases, lines, broken });
  }
  expect(said[1]).toEqual(said[0]);
  expect(said[2]).toEqual(said[0]);
  return { issues: said[0]?.issues, releases: said[0]?.releases };
}

const WHAT = ["issue", "project"] as const;
type What = (typeof WHAT)[number];

const remove = async ({ ports }: MemoryRegion, what: What): Promise<void> =>
  what === "issue" ? deleteIssue(ports, "shop", await issueIn(ports), "anna") : deleteProject(ports, "shop");

// Names of packs are hashes: among so many companies, the pack of some has the smaller name, and that of others the larger.
const COMPANIES = ["e2", "e3", "e4", "e5", "e6", "e7"];

/** It is deleted in one region, and its event sent to the other one later, which hears of that afterwards. */
async function removedThenSentAgain(what: (typeof WHAT)[number], company: string): Promise<void> {
  pass(MINUTE);
  await remove(a, what);
  await a.settle();
  pass(MINUTE);
  await post(b.ports, "e1", company);
  await b.settle();
  await converge();
  await converge();
}

test.each(WHAT.flatMap((what) => COMPANIES.map((company) => ({ what, company }))))(
  "an event sent again with $company after its $what was deleted counts in both regions, though one heard of that later",
  async ({ what, company }) => {
    await post(a.ports, "e1");
    await converge();
    await removedThenSentAgain(what, company);
    expect(await saidEverywhere()).toEqual({ issues: [{ count: 2, users: 2 }], releases: ["1.0"] });
  },
);

test.each(WHAT.flatMap((what) => COMPANIES.map((company) => ({ what, company }))))(
  "an event sent again with $company counts in both regions, though one met its first copy last, and then that its $what was deleted",
  async ({ what, company }) => {
    await ensureProject(b.ports, "shop");
    await post(a.ports, "e1");
    await a.settle();
    await removedThenSentAgain(what, company);
    expect(await saidEverywhere()).toEqual({ issues: [{ count: 2, users: 2 }], releases: ["1.0"] });
  },
);

test.each(WHAT)("a deleted %s stays so when the other region writes about it meanwhile", async (what) => {
  await post(a.ports, "e1");
  await converge();
  pass(MINUTE);
  await remove(a, what);
  await a.settle();
  pass(MINUTE);
  if (what === "issue")
    await decide(b.ports, { project: "shop", issue: await issueIn(b.ports), by: "ben", status: "ignored" });
  else {
    // Deleted there, too, by a clock that is slow, and begun anew.
    clockOfB.set(START - MINUTE);
    await remove(b, what);
    clockOfB.set(clock.now());
    await post(b.ports, "e2");
  }
  await converge();
  await converge();
  const left = what === "issue" ? [] : [{ count: 1, users: 1 }];
  expect((await saidEverywhere()).issues).toEqual(left);
});

test("a release that was seen since up to when its project is deleted begins with what that left", async () => {
  await post(a.ports, "e1");
  await converge();
  pass(MINUTE);
  // It happened before the other one, and so begins the release in this region's view.
  await postAll(a.ports, [{ ...report("e2"), timestamp: START - 2 * MINUTE }]);
  await converge();
  // By a clock that is slow.
  clockOfB.set(START + 1);
  await remove(b, "project");
  clockOfB.set(clock.now());
  await converge();
  await converge();
  for (const { ports } of [a, b]) {
    expect((await allReleases(ports, "shop")).releases).toEqual(["1.0"]);
    expect((await beganOf(ports, "shop", ["1.0"]))("1.0")).toBe(START - 2 * MINUTE);
  }
});

test.each(WHAT)(
  "of one request that both regions took, before and after the %s was deleted, the write that stays counts",
  async (what) => {
    await post(a.ports, "e1");
    await converge();
    pass(MINUTE);
    await post(a.ports, "e2");
    // The other region's clock is fast: its write is the later one, and stays.
    clockOfB.set(clockOfB.now() + 10 * MINUTE);
    await post(b.ports, "e2");
    clockOfB.set(clock.now());
    pass(MINUTE);
    await a.settle();
    await b.settle();
    await remove(a, what);
    await converge();
    await converge();
    expect((await saidEverywhere()).issues).toEqual([{ count: 1, users: 1 }]);
  },
);

test.each(WHAT.flatMap((what) => COMPANIES.slice(1).map((company) => ({ what, company }))))(
  "an event whose pack turns out to be older than its $what's deletion counts by its copy with $company",
  async ({ what, company }) => {
    await post(a.ports, "e1");
    await converge();
    pass(MINUTE);
    await remove(a, what);
    await converge();
    await converge();
    pass(MINUTE);
    await post(b.ports, "e2");
    const { items } = await b.ports.log.scan();
    const item = items.find(({ pk, rt }) => pk.startsWith("K#") && Number(rt) > START);
    await post(b.ports, "e2", company);
    await b.settle();
    pass(MINUTE);
    // The other region had it first, and came late to write it down.
    await a.ports.log.put({ pk: "", sk: "", ...item, o: "us-east-1", rt: START }, LAST_WRITE_WINS);
    await converge();
    await converge();
    expect((await saidEverywhere()).issues).toEqual([{ count: 2, users: 2 }]);
  },
);
