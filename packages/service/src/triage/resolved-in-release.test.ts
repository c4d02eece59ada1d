import type { Report } from "@faultline/core/report";
import { memoryTable } from "@faultline/testing/memory-table";
import { type MemoryRegion, memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { beforeEach, describe, expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import type { Ports } from "../ports.js";
import { describeView } from "../projection/describe.js";
import { rebuild } from "../projection/rebuild.js";
import { noteDeploy } from "../projects/deploys.js";
import { ensureProject } from "../projects/projects.js";
import { listIssues } from "../query/list-issues.js";
import { type Decision, decide, deleteIssue } from "./triage.js";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let clock: ReturnType<typeof virtualClock>;
let a: MemoryRegion;
let b: MemoryRegion;
let sent = 0;
beforeEach(() => {
  clock = virtualClock(START);
  a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
});

/** An error of this release happens a minute after whatever was before, and reaches the region's view. */
async function happens(region: MemoryRegion, release: string | undefined, more: Partial<Report> = {}) {
  clock.set(clock.now() + MINUTE);
  const project = await ensureProject(region.ports, "shop");
  const report: Report = {
    level: "error",
    type: "TypeError",
    message: "it broke",
    exceptions: [],
    release,
    eventId: `e${sent++}`,
    ...more,
  };
  await ingest(forRequest(region.ports), { project, parsed: { reports: [report], rejected: [] } });
  await region.settle();
}

async function decided(region: MemoryRegion, decision: Decision) {
  clock.set(clock.now() + MINUTE);
  const { id } = await issueIn(region);
  return decide(region.ports, { project: "shop", issue: id, by: "anna", ...decision });
}

async function issueIn({ ports }: Pick<MemoryRegion, "ports">) {
  const asked = { project: "shop", status: "all", sort: "lastSeen", limit: 10 } as const;
  const { issues } = await listIssues(ports, asked);
  const [issue] = issues;
  if (!issue || issues.length > 1) throw new Error(`${issues.length} issues`);
  return issue;
}

async function converge(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await replicate(a, b);
    await replicate(b, a);
    await a.settle();
    await b.settle();
  }
}

/** What both regions say, which has to be the same, and the same as a view made anew. */
async function agreed() {
  await converge();
  const view = memoryTable({ clock, hasFeed: false }).table;
  const anew: Ports = { ...a.ports, view };
  await rebuild(anew, () => undefined);
  const [inA, inB, again] = await Promise.all([a.ports, b.ports, anew].map((ports) => describeView(ports)));
  expect(inB?.lines).toEqual(inA?.lines);
  expect(again?.lines).toEqual(inA?.lines);
  const { status, regressed } = await issueIn(a);
  const lists = await Promise.all(
    [a, b].map(({ ports }) => listIssues(ports, { project: "shop", status, sort: "lastSeen", limit: 5 })),
  );
  expect(lists.map(({ issues }) => issues.length)).toEqual([1, 1]);
  return regressed ? "regressed" : status;
}

describe("resolved in a release", () => {
  test("events of older releases leave it resolved, one of that release reopens it", async () => {
    await happens(a, "1.3.0");
    await decided(a, { status: "resolved", in: { release: "1.4.0" } });
    await happens(a, "1.3.0");
    await happens(b, "1.2.9");
    expect(await agreed()).toBe("resolved");
    await happens(b, "1.4.0");
    expect(await agreed()).toBe("regressed");
  });

  test("in the next one, the newest release of now may still fail, and one announced later may not", async () => {
    await happens(a, "1.4.0");
    const { statusIn } = await decided(a, { status: "resolved", in: "next" });
    expect(statusIn).toMatchObject({ release: "1.4.0", after: true });
    await happens(a, "1.4.0");
    expect(await agreed()).toBe("resolved");
    await happens(b, "1.4.1");
    expect(await agreed()).toBe("regressed");
  });

  test("releases without versions are in the order in which they were deployed or seen", async () => {
    await noteDeploy(a.ports, "shop", "9fceb02");
    await happens(a, "9fceb02");
    await decided(a, { status: "resolved", in: "next" });
    await happens(a, "9fceb02");
    expect(await agreed()).toBe("resolved");
    await happens(b, "0000001");
    expect(await agreed()).toBe("regressed");
  });

  test("a release that turns out to be older by its deploy does not reopen it, whenever that is heard of", async () => {
    await noteDeploy(b.ports, "shop", "old");
    clock.set(clock.now() + MINUTE);
    await happens(a, "new");
    await decided(a, { status: "resolved", in: "next" });
    await happens(a, "old");
    expect(await issueIn(a)).toMatchObject({ status: "unresolved", regressed: true });
    expect(await agreed()).toBe("resolved");
  });

  test("an event without a release, which may be of any, reopens it by its time", async () => {
    await happens(a, "1.4.0");
    await decided(a, { status: "resolved", in: "next" });
    await happens(a, undefined);
    expect(await agreed()).toBe("regressed");
  });

  test.each([
    ["in three bytes a character", "版".repeat(150)],
    ["longer than events keep", "x".repeat(250)],
  ])("an event of a release whose name is long reopens it: %s", async (_, release) => {
    await happens(a, "1.4.0");
    await decided(a, { status: "resolved", in: { release: "1.4.0" } });
    await happens(b, release);
    expect(await agreed()).toBe("regressed");
  });

  test("what came before the decision does not reopen it, whichever region hears of it last", async () => {
    await happens(a, "1.4.0");
    await happens(b, "1.5.0");
    await decided(a, { status: "resolved", in: { release: "1.4.0" } });
    expect(await agreed()).toBe("resolved");
  });

  test("a later event is found among what the other region had already folded", async () => {
    await happens(a, "1.4.0");
    await converge();
    await decided(a, { status: "resolved", in: "next" });
    for (let event = 0; event < 45; event++) await happens(b, event === 3 ? "1.4.1" : "1.3.0");
    expect(await agreed()).toBe("regressed");
  });

  test("resolving it now, or in a later release, ends it", async () => {
    await happens(a, "1.4.0");
    await decided(a, { status: "resolved", in: "next" });
    await happens(a, "1.5.0");
    await decided(a, { status: "resolved", in: { release: "1.6.0" } });
    await happens(a, "1.5.0");
    expect(await agreed()).toBe("resolved");
    await decided(b, { status: "resolved" });
    await happens(a, "1.5.0");
    expect(await agreed()).toBe("regressed");
  });

  test("the next release of a project nobody told a release of is refused", async () => {
    await happens(a, undefined);
    await expect(decided(a, { status: "resolved", in: "next" })).rejects.toMatchObject({
      code: "no_release",
    });
    expect(await agreed()).toBe("unresolved");
  });

  test("after a deletion nothing of it holds", async () => {
    await happens(a, "1.4.0");
    await decided(a, { status: "resolved", in: "next", assignee: { name: "ben" } });
    await deleteIssue(a.ports, "shop", (await issueIn({ ports: a.ports })).id, "anna");
    await happens(b, "1.3.0");
    expect(await agreed()).toBe("unresolved");
    expect(await issueIn(b)).toMatchObject({ count: 1, assignee: undefined });
  });
});

test("who looks after an issue and where it stands are decided apart, so neither takes the other back", async () => {
  await happens(a, "1.0.0");
  await converge();
  await decided(a, { assignee: { name: "ben" } });
  await decided(b, { status: "resolved" });
  expect(await agreed()).toBe("resolved");
  expect(await Promise.all([a, b].map(issueIn))).toMatchObject([{ assignee: "ben" }, { assignee: "ben" }]);
  await decided(b, { assignee: null });
  expect(await agreed()).toBe("resolved");
  expect((await issueIn(a)).assignee).toBeUndefined();
});

test("both regions agree, and a view made anew, whatever is decided, deployed and reported in whichever order", async () => {
  const random = seeded(SEED);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const releases = ["1.0.0", "1.1.0", "2.0.0", "abc", "def", undefined];
  await happens(a, "1.0.0");
  await converge();
  for (let step = 0; step < 150; step++) {
    const region = pick([a, b]) ?? a;
    const release = pick(releases);
    const late = random() < 0.2 ? clock.now() - 3 * 24 * 60 * MINUTE * random() : undefined;
    const steps: readonly (readonly [number, () => Promise<unknown>])[] = [
      [0.5, () => happens(region, release, { timestamp: late })],
      [0.1, () => decided(region, { status: "resolved", in: "next" })],
      [0.1, () => decided(region, { status: "resolved", in: release ? { release } : undefined })],
      [0.1, () => decided(region, { assignee: pick([{ name: "ben" }, { name: "anna" }, null]) })],
      [0.1, () => noteDeploy(region.ports, "shop", pick(["abc", "def", "1.1.0"]) ?? "abc")],
      [0.2, () => replicate(a, b)],
      [0.2, () => replicate(b, a)],
      [0.2, () => a.settle()],
      [0.2, () => b.settle()],
    ];
    for (const [odds, work] of steps) if (random() < odds) await work();
    if (step % 50 === 49) expect(await agreed(), `SEED=${SEED}`).toBeDefined();
  }
});
