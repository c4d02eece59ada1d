import { memoryTable } from "@faultline/testing/memory-table";
import { memoryRegion } from "@faultline/testing/memory-world";
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
import { listActivity } from "../activity/list-activity.js";
import { readPack } from "../ingest/pack.js";
import type { Ports } from "../ports.js";
import { getIssue } from "../query/issues.js";
import { listIssues } from "../query/list-issues.js";
import { issuePartition } from "../table/layout.js";
import { collect } from "../table/query-all.js";
import { scanAll } from "../table/scan-all.js";
import { mergeIssues, unmergeIssues } from "../triage/merge-issues.js";
import { decide, deleteIssue } from "../triage/triage.js";
import { describeView } from "./describe.js";
import { reduce } from "./reduce.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

async function countsOf(ports: Ports): Promise<Record<string, number>> {
  const { issues } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 500,
  });
  return Object.fromEntries(issues.map(({ id, count }) => [id, count]));
}

async function two() {
  const { a, b, clock } = twoRegions(SEED);
  const [first, second] = await postTo(a.ports, [
    failure(1, "e1", START - MINUTE, 1),
    failure(2, "e2", START, 1),
  ]);
  await converge(a, b);
  return { a, b, clock, one: first ? issueIn(first) : "", other: second ? issueIn(second) : "" };
}

test("an issue that is taken out again is what it was", async () => {
  const { a, b, one, other } = await two();
  const before = await getIssue(b.ports, "shop", other);
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await converge(a, b);
  expect(await getIssue(b.ports, "shop", one)).toMatchObject({ count: 2, users: 1, members: [other] });
  expect(await getIssue(b.ports, "shop", other)).toMatchObject({ count: 1, mergedInto: one });
  await unmergeIssues(b.ports, { project: "shop", issue: one, issues: [other], by: "ben" });
  await converge(a, b);
  expect(await getIssue(a.ports, "shop", other)).toEqual(before);
  expect((await getIssue(a.ports, "shop", one))?.members).toBeUndefined();
});

test("two regions that merge in a circle come to one issue, which can be taken apart again", async () => {
  const { a, b, one, other } = await two();
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await mergeIssues(b.ports, { project: "shop", issue: other, issues: [one], by: "ben" });
  await converge(a, b);
  const [root = "", member = ""] = [one, other].sort();
  for (const { ports } of [a, b]) expect(Object.keys(await countsOf(ports))).toEqual([root]);
  await unmergeIssues(a.ports, { project: "shop", issue: member, issues: [], by: "ann" });
  await converge(a, b);
  for (const { ports } of [a, b])
    expect(Object.keys(await countsOf(ports)).sort()).toEqual([one, other].sort());
});

test("what is decided about a member is decided about its root, and a member's event brings the root back", async () => {
  const { a, b, clock, one, other } = await two();
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await decide(a.ports, { project: "shop", issue: other, status: "resolved", by: "ann" });
  await converge(a, b);
  expect(await getIssue(b.ports, "shop", one)).toMatchObject({ status: "resolved" });
  clock.set(clock.now() + 10 * MINUTE);
  await postTo(b.ports, [failure(2, "later", clock.now(), 2)]);
  await converge(a, b);
  for (const { ports } of [a, b]) {
    expect(await getIssue(ports, "shop", one)).toMatchObject({
      status: "unresolved",
      regressed: true,
      users: 2,
    });
    expect(await getIssue(ports, "shop", other)).toMatchObject({ status: "unresolved", regressed: true });
  }
});

test("a member whose events come first reopens the issue that was resolved in their release", async () => {
  const { a, b, clock, one, other } = await two();
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await decide(a.ports, { project: "shop", issue: one, status: "resolved", by: "ann", in: { release: "2" } });
  clock.set(clock.now() + 10 * MINUTE);
  await postTo(a.ports, [{ ...failure(2, "later", clock.now(), 2), release: "2" }]);
  await converge(a, b);
  expect(await getIssue(a.ports, "shop", one)).toMatchObject({ regressed: true });
  // A view made anew may hear of the member's events before it hears of the issue's own.
  const view = memoryTable({ clock, hasFeed: false }).table;
  const c = { ...a.ports, view };
  const packs = (await collect(scanAll(a.ports.log))).filter(({ pk }) => pk.startsWith("K#"));
  const events = await Promise.all(packs.map(async (item) => ({ item, own: await readPack(c, item) })));
  const isOfOther = ({ own }: (typeof events)[number]) => own.every(({ event }) => issueIn(event) === other);
  for (const some of [events.filter(isOfOther), events])
    await reduce(
      c,
      some.map(({ item }) => ({ new: item })),
    );
  expect(await getIssue(c, "shop", one)).toMatchObject({ regressed: true });
});

test("deleting a merged issue deletes what its members have, and what comes later is counted in it", async () => {
  const { a, b, clock, one, other } = await two();
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await converge(a, b);
  clock.set(clock.now() + MINUTE);
  await deleteIssue(b.ports, "shop", one, "ben");
  clock.set(clock.now() + MINUTE);
  await converge(a, b);
  for (const { ports } of [a, b]) expect(await countsOf(ports)).toEqual({});
  await postTo(a.ports, [failure(2, "later", clock.now(), 2)]);
  await converge(a, b);
  for (const { ports } of [a, b]) expect(await countsOf(ports)).toEqual({ [one]: 1 });
  // The root is left without events of its own: nothing tells what they were.
  const row = await a.ports.view.get({ pk: issuePartition("shop", one), sk: "0" });
  expect(JSON.stringify(row)).not.toContain("Failure1");
  const anew = await rebuilt(a.ports);
  expect((await describeView(a.ports)).lines).toEqual((await describeView(anew)).lines);
});

test.each([false, true])(
  "a merge heard of before the events holds when they come (long before: %s)",
  async (isForgotten) => {
    const { a, b, clock, one, other } = await two();
    await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
    const c = memoryRegion({ region: "us-west-2", clock, seed: 9 });
    const merges = a.log.feed
      .read(0, Number.POSITIVE_INFINITY)
      .filter(({ key }) => key.pk.startsWith("C#M#"));
    await c.log.apply(merges.map(({ key, new: item, stamp }) => ({ key, item, stamp })));
    await c.settle();
    if (isForgotten)
      for (const id of [one, other]) await c.ports.view.delete({ pk: issuePartition("shop", id), sk: "0" });
    await converge(a, b);
    const rest = a.log.feed.read(0, Number.POSITIVE_INFINITY);
    await c.log.apply(rest.map(({ key, new: item, stamp }) => ({ key, item, stamp })));
    await c.settle();
    expect(await countsOf(c.ports)).toEqual({ [one]: 2 });
  },
);

test("one that came back while it was shown as a part of another says so when it is taken out", async () => {
  const { a, b, clock, one, other } = await two();
  await decide(a.ports, { project: "shop", issue: other, status: "resolved", by: "ann" });
  await mergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  await converge(a, b);
  clock.set(clock.now() + 10 * MINUTE);
  await postTo(b.ports, [failure(2, "later", clock.now(), 2)]);
  await converge(a, b);
  await unmergeIssues(a.ports, { project: "shop", issue: one, issues: [other], by: "ann" });
  const issue = await getIssue(a.ports, "shop", other);
  expect(issue).toMatchObject({ status: "unresolved", regressed: true });
  const { lines } = await listActivity(a.ports, issue ?? { project: "shop", id: other, firstSeen: 0 }, {
    limit: 9,
  });
  expect(lines.map(({ did }) => did)).toContain("regressed");
});
