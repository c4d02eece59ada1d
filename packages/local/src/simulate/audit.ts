import { isDue } from "@faultline/core/rule";
import { Register, standing } from "@faultline/core/status";
import { outboxPartition, statusKey } from "@faultline/service/keys";
import { readPack } from "@faultline/service/pack";
import type { Key, Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import { listOccurrences } from "@faultline/service/query/occurrences";
import { activePoints } from "@faultline/service/query/timeline";
import { describeView } from "@faultline/service/reduce/describe";
import { rebuild } from "@faultline/service/reduce/rebuild";
import { memoryTable } from "../memory-table.js";
import { RULE, type SimulatedWorld, untroubled } from "./world.js";

/** A promise that did not hold, by the name the design gives it. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

export interface Audit {
  readonly violations: readonly Violation[];
  readonly due: number;
  readonly duplicated: number;
}

/** Holds a world at rest against every promise. */
export async function audit(world: SimulatedWorld): Promise<Audit> {
  const violations: Violation[] = [];
  const fail = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const calm = world.regions.map(({ memory, ports }) => ({
    ...memory.ports,
    blobs: ports.blobs,
    view: untroubled(ports.view),
  }));
  const [a, b] = calm;
  if (!a || !b) throw new Error("there are two regions");
  const stored = await Promise.all(calm.map((ports) => storedEvents(ports, world)));

  for (const id of world.client.acked)
    if (!stored.every((events) => events.has(id)))
      fail("I1 lost", `${id} was accepted and is not in both logs`);
  for (const id of stored[0]?.keys() ?? []) if (!world.client.sent.has(id)) fail("I3 phantom", id);
  if (world.decreases > 0) fail("I4 decrease", `a total went down ${world.decreases} times`);

  const rebuilt = { ...a, view: memoryTable({ clock: a.clock }).table };
  await rebuild(withoutPoison(rebuilt, world), () => undefined);
  const views = await Promise.all([a, b, rebuilt].map(describeView));
  const [inA, inB, anew] = views;
  if (views.some(({ broken }) => broken.length > 0)) fail("I2 broken", "a count contradicts its entries");
  if (JSON.stringify(inA?.lines) !== JSON.stringify(inB?.lines))
    fail("I2 diverged", "the regions' views differ");
  if (JSON.stringify(inA?.lines) !== JSON.stringify(anew?.lines))
    fail("I2 rebuild", "a rebuilt view differs");
  for (const [place, ports] of calm.entries()) await auditRegion(ports, stored[place] ?? new Map(), fail);
  await auditOutboxes(calm, fail);
  const told = await auditNotices(a, world, fail);
  return { violations, ...told };
}

type Fail = (invariant: string, detail: string) => void;
type Stored = ReadonlyMap<string, { readonly issue: string; readonly at: number }>;

/** Every event in a region's log, once. */
async function storedEvents(ports: Ports, world: SimulatedWorld): Promise<Stored> {
  const events = new Map<string, { issue: string; at: number }>();
  let after: Key | undefined;
  do {
    const page = await ports.log.scan(after);
    for (const item of page.items.filter(
      ({ pk }) => pk.startsWith("K#") && !world.poisoned.includes(pk.slice(2)),
    )) {
      for (const { event, at } of await readPack(ports, item))
        events.set(event.id, { issue: event.issue, at });
    }
    after = page.next;
  } while (after);
  return events;
}

/** Counts by issue and minute, pages of occurrences, and standings, against the events themselves. */
async function auditRegion(ports: Ports, stored: Stored, fail: Fail): Promise<void> {
  const wanted = new Map<string, { id: string; at: number }[]>();
  for (const [id, { issue, at }] of stored) wanted.set(issue, [...(wanted.get(issue) ?? []), { id, at }]);
  const { issues } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 100,
  });
  if (issues.length !== wanted.size) fail("I2 issues", `${issues.length} listed, ${wanted.size} stored`);
  for (const issue of issues) {
    const events = wanted.get(issue.id) ?? [];
    if (issue.count !== events.length)
      fail("I2 count", `${issue.type} in ${ports.region}: ${issue.count} of ${events.length}`);
    for (const unit of ["minute", "hour", "day"] as const) {
      const span = { project: "shop", issue: issue.id, from: 0, to: 9e12, unit };
      const points = await activePoints(ports, span);
      const length = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[unit];
      const counts = new Map<number, number>();
      for (const { at } of events) counts.set(at - (at % length), (counts.get(at - (at % length)) ?? 0) + 1);
      const isRight =
        points.length === counts.size && points.every(({ at, count }) => counts.get(at) === count);
      if (!isRight) fail(`I2 ${unit}`, `${issue.type} in ${ports.region}`);
    }
    await auditPages(ports, issue.id, events, fail);
    await auditStanding(ports, issue, events, fail);
  }
}

async function auditPages(
  ports: Ports,
  issue: string,
  events: readonly { id: string; at: number }[],
  fail: Fail,
): Promise<void> {
  const seen: { id: string; at: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { project: "shop", issue, limit: 100, cursor });
    seen.push(...page.occurrences.map(({ event, at }) => ({ id: event.id, at })));
    cursor = page.cursor;
  } while (cursor);
  const isOrdered = seen.every(({ at }, place) => at <= (seen[place - 1]?.at ?? Number.POSITIVE_INFINITY));
  const isWhole = seen.length === events.length && new Set(seen.map(({ id }) => id)).size === events.length;
  if (!isOrdered || !isWhole)
    fail("I8 pages", `${issue} in ${ports.region}: ${seen.length} of ${events.length}`);
}

async function auditStanding(
  ports: Ports,
  issue: { id: string; status: string; regressed: boolean },
  events: readonly { at: number }[],
  fail: Fail,
): Promise<void> {
  const row = await ports.log.get(statusKey("shop", issue.id));
  const last = Math.max(...events.map(({ at }) => at));
  const wanted = standing(row && Register.parse(row), last);
  if (wanted.status !== issue.status || wanted.regressed !== issue.regressed)
    fail("I6 status", `${issue.id} in ${ports.region}: ${issue.status}, not ${wanted.status}`);
}

async function auditOutboxes(regions: readonly Ports[], fail: Fail): Promise<void> {
  for (const ports of regions) {
    const { items } = await ports.view.query({ pk: outboxPartition });
    if (items.length > 0)
      fail("I7 outbox", `${items.length} issues still have something to tell in ${ports.region}`);
  }
}

/** Every due count was told; one told twice has a fault that explains it. */
async function auditNotices(
  ports: Ports,
  world: SimulatedWorld,
  fail: Fail,
): Promise<{ due: number; duplicated: number }> {
  const rule = { threshold: RULE.threshold, interval: RULE.notifyInterval, window: "total" as const };
  const { issues } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 100,
  });
  let due = 0;
  let duplicated = 0;
  for (const { id, count } of issues) {
    const told = new Map<number, number>();
    for (const { counts } of world.destination.arrived.filter(({ issue }) => issue === id))
      for (const n of counts) told.set(n, (told.get(n) ?? 0) + 1);
    for (let n = 1; n <= count; n++) {
      if (n !== 1 && !isDue(rule, n)) continue;
      due += 1;
      const times = told.get(n) ?? 0;
      if (times === 0) fail("I5 missed", `${id}: nobody was told of event ${n} of ${count}`);
      if (times <= 1) continue;
      duplicated += times - 1;
      const isExplained = world.destination.excused.has(id) || world.takeOvers > 1;
      if (!isExplained)
        fail("I5 twice", `${id}: event ${n} was told ${times} times, and nothing explains it`);
    }
  }
  return { due, duplicated };
}

/** A log without the packs nobody can read: a rebuild refuses to leave anything out. */
const withoutPoison = (ports: Ports, world: SimulatedWorld): Ports => ({
  ...ports,
  log: {
    ...ports.log,
    scan: async (after) => {
      const page = await ports.log.scan(after);
      return { ...page, items: page.items.filter(({ pk }) => !world.poisoned.includes(pk.slice(2))) };
    },
  },
});
