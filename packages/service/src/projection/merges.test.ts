import type { Event } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import type { MemoryRegion } from "@faultline/testing/memory-world";
import { replicate } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import {
  converge,
  failure,
  issueIn,
  MINUTE,
  postTo,
  rebuilt,
  START,
  twoRegions,
} from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import type { Ports } from "../ports.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { projectSummary } from "../query/project-summary.js";
import { timeline } from "../query/timeline.js";
import { mergeIssues, unmergeIssues } from "../triage/merge-issues.js";
import { describeView } from "./describe.js";
import { mergesOf } from "./merges.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

interface Shown {
  readonly count: number;
  readonly users: number;
  readonly first: number;
  readonly last: number;
  readonly members: readonly string[];
  readonly minutes: Readonly<Record<number, number>>;
  readonly occurrences: readonly string[];
}

/** What a region shows of each issue that it lists: each once. */
async function shownBy(ports: Ports): Promise<Record<string, Shown>> {
  const shown: Record<string, Shown> = {};
  const issues = await listOneByOne(ports);
  expect((await projectSummary(ports, "shop")).unresolved).toBe(issues.length);
  for (const { id, count, users, firstSeen: first, lastSeen: last, members = [] } of issues) {
    expect(shown[id]).toBeUndefined();
    const span = { project: "shop", issue: id, from: START - 60 * MINUTE, to: START + 600 * MINUTE };
    const points = await timeline(ports, { ...span, unit: "minute" });
    const minutes = Object.fromEntries(
      points.filter((one) => one.count > 0).map((one) => [one.at, one.count]),
    );
    const occurrences = await occurrencesOf(ports, id);
    shown[id] = { count, users, first, last, members, minutes, occurrences };
  }
  return shown;
}

/** Page by page, each later page of issues that were seen earlier, but for those within a minute. */
async function listOneByOne(ports: Ports): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(ports, {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      cursor,
      limit: 1,
    });
    issues.push(...page.issues);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const minutes = issues.map(({ lastSeen }) => Math.floor(lastSeen / MINUTE));
  expect(minutes).toEqual(minutes.toSorted((x, y) => y - x));
  return issues;
}

async function occurrencesOf(ports: Ports, issue: string): Promise<string[]> {
  const ids: string[] = [];
  const times: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { project: "shop", issue, cursor, limit: 7 });
    times.push(...page.occurrences.map(({ at }) => at));
    ids.push(...page.occurrences.map(({ event }) => event.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(times).toEqual(times.toSorted((x, y) => y - x));
  return ids;
}

/** The same worked out from all events and the registers alone. */
function bruteForce(
  events: readonly Event[],
  merges: ReadonlyMap<string, { readonly into: string | null }>,
): Record<string, Shown> {
  const root = (issue: string): string => {
    const path = [issue];
    for (;;) {
      const into = merges.get(path.at(-1) ?? "")?.into;
      if (!into) return path.at(-1) ?? "";
      if (path.includes(into)) return path.slice(path.indexOf(into)).sort()[0] ?? "";
      path.push(into);
    }
  };
  const shown: Record<string, Shown> = {};
  const known = new Map(events.map((event) => [event.id, event]));
  for (const id of new Set([...known.values()].map((event) => root(issueIn(event))))) {
    const own = [...known.values()].filter((event) => root(issueIn(event)) === id);
    const times = own.map(({ timestamp = 0 }) => timestamp);
    const minutes: Record<number, number> = {};
    for (const at of times.map((time) => Math.floor(time / MINUTE) * MINUTE))
      minutes[at] = (minutes[at] ?? 0) + 1;
    const issues = [...new Set([...own.map(issueIn), ...merges.keys()])];
    shown[id] = {
      count: own.length,
      users: new Set(own.map(({ user }) => user?.id)).size,
      first: Math.min(...times),
      last: Math.max(...times),
      members: issues.filter((issue) => issue !== id && root(issue) === id).sort(),
      minutes,
      occurrences: expect.toSatisfy((ids: string[]) => {
        return JSON.stringify(ids.toSorted()) === JSON.stringify(own.map((event) => event.id).sort());
      }),
    };
  }
  return shown;
}

interface Step {
  readonly a: MemoryRegion;
  readonly b: MemoryRegion;
  readonly random: () => number;
  readonly now: number;
  readonly step: number;
  readonly events: Event[];
}

async function oneStep({ a, b, random, now, step, events }: Step): Promise<void> {
  const [here, there] = random() < 0.5 ? [a, b] : [b, a];
  const dice = random();
  if (dice < 0.55) {
    const reports = Array.from({ length: 1 + Math.floor(random() * 12) }, (_, place) => {
      const time = now - Math.floor(random() * 30 * MINUTE);
      return failure(Math.floor(random() * 9), `e${step}-${place}`, time, Math.floor(random() * 60));
    });
    events.push(...(await postTo(here.ports, reports)));
    // A client that did not hear asks the other region.
    if (random() < 0.2) await postTo(there.ports, reports);
  } else if (dice < 0.84) await decideSomething(here.ports, random, events);
  else if (dice < 0.92) await here.settle();
  else await replicate(here, there);
}

async function decideSomething(ports: Ports, random: () => number, events: readonly Event[]): Promise<void> {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? "";
  const ids = [...new Set(events.map(issueIn))];
  const merged = [...(await mergesOf(ports, "shop"))].flatMap(([id, { into }]) =>
    into === null ? [] : [id],
  );
  const work =
    random() < 0.6
      ? mergeIssues(ports, { project: "shop", issue: pick(ids), issues: [pick(ids)], by: "ann" })
      : unmergeIssues(ports, { project: "shop", issue: pick(merged), issues: [], by: "ben" });
  // What is refused for being merged already, or not there in this region yet, changes nothing.
  await Promise.resolve(work).catch((error: unknown) =>
    expect(error).toMatchObject({ code: expect.stringMatching(/^(issue_not_found|cannot_merge)$/) }),
  );
}

test.each([0, 1, 2, 3, 4, 5, 6, 7])(
  "merges, unmerges and events in any order, from both regions, come to what all events say (%i)",
  async (round) => {
    const seed = SEED + round;
    const random = seeded(seed);
    const { a, b, clock } = twoRegions(seed);
    const events: Event[] = [];
    for (let step = 0; step < 120; step++) {
      clock.set(clock.now() + Math.floor(random() * 2 * MINUTE));
      await oneStep({ a, b, random, now: clock.now(), step, events });
    }
    await converge(a, b);
    // A list that begins within a second of a move may still show an issue where it was.
    clock.set(clock.now() + 2000);
    const expected = bruteForce(events, await mergesOf(a.ports, "shop"));
    expect(await shownBy(a.ports), `SEED=${seed}`).toEqual(expected);
    expect(await shownBy(b.ports), `SEED=${seed}`).toEqual(expected);
    const said = await describeView(a.ports);
    expect(said.broken).toEqual([]);
    expect((await describeView(b.ports)).lines, `SEED=${seed}`).toEqual(said.lines);
    expect((await describeView(await rebuilt(a.ports))).lines, `SEED=${seed}`).toEqual(said.lines);
  },
);
