import type { Issue } from "@faultline/core/issue";
import { seeded } from "@faultline/testing/seeded";
import { failure, MINUTE, postTo, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import { decide } from "../triage/triage.js";
import { type ListPorts, listIssues } from "./list-issues.js";
import type { ListIssues } from "./listing.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KINDS = 80;

async function pagesOf(
  ports: ListPorts,
  more: Pick<ListIssues, "limit" | "status">,
  between: () => Promise<void> = async () => undefined,
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(ports, { project: "shop", sort: "lastSeen", cursor, ...more });
    issues.push(...page.issues);
    cursor = page.cursor;
    if (cursor !== undefined) await between();
  } while (cursor !== undefined);
  return issues;
}

/** A project in which something happened every few seconds for an hour; some of its issues are resolved. */
async function busyProject() {
  const random = seeded(SEED);
  const { a, clock } = twoRegions(SEED);
  const { ports, settle } = a;
  let turn = 0;
  const happen = async (milliseconds: number): Promise<void> => {
    clock.set(clock.now() + milliseconds);
    await postTo(ports, [failure(Math.floor(KINDS ** random()) - 1, `e${turn++}`, clock.now(), 1)]);
    await settle();
  };
  for (let minute = 0; minute < 240; minute++) await happen(MINUTE / 4);
  const all = await pagesOf(ports, { status: "all", limit: 100 });
  for (const { id } of all.filter(() => random() < 0.3))
    await decide(ports, { project: "shop", issue: id, status: "resolved", by: "ada" });
  await settle();
  clock.set(START + 62 * MINUTE);
  return { ports, happen, random, count: all.length };
}

const idsOf = (issues: readonly Issue[]): readonly string[] => issues.map(({ id }) => id);
const timesOf = (issues: readonly Issue[]): readonly number[] => issues.map(({ lastSeen }) => lastSeen);
const latestFirst = (issues: readonly Issue[]): readonly number[] =>
  timesOf(issues).toSorted((a, b) => b - a);

test("a list by last seen is in that order over all its pages, however long its rows stay where they were", async () => {
  const { ports, count } = await busyProject();
  for (const status of ["all", "unresolved", "resolved"] as const)
    for (const limit of [1, 4, 25]) {
      const issues = await pagesOf(ports, { status, limit });
      expect(timesOf(issues), `SEED=${SEED} ${status} by ${limit}`).toEqual(latestFirst(issues));
      expect(new Set(idsOf(issues)).size).toBe(issues.length);
      if (status === "all") expect(issues).toHaveLength(count);
    }
});

test("so it is when its project has become busy since", async () => {
  const { ports, happen, random } = await busyProject();
  for (let turn = 0; turn < 20; turn++) await happen(2 * MINUTE);
  const { now } = ports.clock;
  await postTo(
    ports,
    Array.from({ length: 900 }, (_, turn) => failure(turn % 9, `busy ${turn}`, now(), 1)),
  );
  for (let turn = 0; turn < 30; turn++) await happen(random() * 5_000);
  const issues = await pagesOf(ports, { status: "all", limit: 5 });
  expect(timesOf(issues), `SEED=${SEED}`).toEqual(latestFirst(issues));
});

test("an issue that was in several lists since it was seen is met in the one where it stands", async () => {
  const { a, clock } = twoRegions(SEED);
  const { ports, settle } = a;
  await postTo(
    ports,
    [1, 2, 3].map((kind) => failure(kind, `e${kind}`, START + kind * 1000, 1)),
  );
  await settle();
  const { issues } = await listIssues(ports, { project: "shop", status: "all", sort: "lastSeen", limit: 9 });
  for (const status of ["resolved", "unresolved", "ignored"] as const) {
    clock.set(clock.now() + MINUTE);
    await decide(ports, { project: "shop", issue: issues[1]?.id ?? "", status, by: "ada" });
    await settle();
  }
  clock.set(clock.now() + MINUTE);
  expect(idsOf(await pagesOf(ports, { status: "all", limit: 1 }))).toEqual(idsOf(issues));
});

test("what happens between two pages neither hides an issue nor shows it twice", async () => {
  const { ports, happen, random, count } = await busyProject();
  for (const limit of [2, 7, 30]) {
    const issues = await pagesOf(ports, { status: "all", limit }, () => happen(random() * 10_000));
    expect(new Set(idsOf(issues)).size, `SEED=${SEED}`).toBe(issues.length);
    expect(issues.length, `SEED=${SEED}`).toBeGreaterThanOrEqual(count);
  }
});

test("an issue that is seen every minute moves once in a while, and not with each event", async () => {
  const { a, clock } = twoRegions(SEED);
  const places = new Set<string>();
  for (let minute = 0; minute < 180; minute++) {
    clock.set(START + minute * MINUTE);
    await postTo(a.ports, [failure(1, `e${minute}`, clock.now(), 1)]);
    await a.settle();
    const { items } = await a.ports.view.query({ pk: "L#shop#unresolved" });
    for (const { sk, until } of items) if (until === undefined) places.add(sk);
  }
  expect(places.size).toBe(3);
});
