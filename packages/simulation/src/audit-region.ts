import { groupBy } from "@faultline/core/group-by";
import { TriageState } from "@faultline/core/status";
import type { Ports } from "@faultline/service/ports";
import { releasesOf } from "@faultline/service/projection/rows/releases";
import { listIssues } from "@faultline/service/query/list-issues";
import { listOccurrences } from "@faultline/service/query/occurrences";
import { activePoints } from "@faultline/service/query/timeline";
import { statusKey } from "@faultline/service/table/layout";
import type { Fail, Stored, Wanted } from "./audit.js";
import { PROJECT } from "./stage.js";

const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Happened = readonly (Wanted & { readonly id: string })[];

/** What a region answers about each issue, against the events themselves. */
export async function auditRegion(ports: Ports, stored: Stored, fail: Fail): Promise<void> {
  const wanted = groupBy(
    [...stored].map(([id, event]) => ({ id, ...event })),
    ({ issue }) => issue,
  );
  const { issues } = await listIssues(ports, {
    project: PROJECT,
    status: "all",
    sort: "lastSeen",
    limit: 100,
  });
  if (issues.length !== wanted.size) fail("I2 issues", `${issues.length} listed, ${wanted.size} stored`);
  const isInOrder = issues.every(({ lastSeen }, place) => lastSeen <= (issues[place - 1]?.lastSeen ?? 9e15));
  if (!isInOrder) fail("I2 order", `the list of ${ports.region} is not the latest first`);
  await auditProject(ports, [...wanted.values()].flat(), fail);
  for (const issue of issues) {
    const events = wanted.get(issue.id) ?? [];
    if (issue.count !== events.length)
      fail("I2 count", `${issue.type} in ${ports.region}: ${issue.count} of ${events.length}`);
    const users = new Set(events.map(({ user }) => user)).size;
    if (issue.users !== users)
      fail("I2 users", `${issue.type} in ${ports.region}: ${issue.users} of ${users}`);
    await auditTimeline(ports, issue, events, fail);
    await auditPages(ports, issue.id, events, fail);
    await auditStanding(ports, issue, events, fail);
  }
}

/** The project's own timeline, its releases, and what its search finds. */
async function auditProject(ports: Ports, events: Happened, fail: Fail): Promise<void> {
  await auditTimeline(ports, undefined, events, fail);
  const begun = groupBy(events, ({ release }) => release);
  const releases = await releasesOf(ports, PROJECT);
  // Any of an event's copies may have told of the release first.
  if (releases.length !== begun.size) fail("I2 releases", `${releases.length} of ${begun.size}`);
  for (const [release, own] of begun) {
    const at = releases.find((known) => known.release === release)?.at ?? Number.POSITIVE_INFINITY;
    if (at > Math.min(...own.map((event) => event.at))) fail("I2 releases", `${release} began later`);
  }
}

async function auditTimeline(
  ports: Ports,
  issue: { id: string; type: string } | undefined,
  events: Happened,
  fail: Fail,
): Promise<void> {
  for (const unit of ["minute", "hour", "day"] as const) {
    const span = { project: PROJECT, issue: issue?.id, from: -9e15, to: 9e15, unit };
    const points = await activePoints(ports, span);
    const counts = new Map<number, number>();
    for (const start of events.map(({ at }) => at - (at % LENGTHS[unit])))
      counts.set(start, (counts.get(start) ?? 0) + 1);
    const isRight =
      points.length === counts.size && points.every(({ at, count }) => counts.get(at) === count);
    if (!isRight) fail(`I2 ${unit}`, `${issue?.type ?? "the project"} in ${ports.region}`);
  }
}

async function auditPages(ports: Ports, issue: string, events: Happened, fail: Fail): Promise<void> {
  const seen: { id: string; at: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { project: PROJECT, issue, limit: 100, cursor });
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
  events: Happened,
  fail: Fail,
): Promise<void> {
  const row = await ports.log.get(statusKey(PROJECT, issue.id));
  const { status, at } = row ? TriageState.parse(row) : { status: "unresolved" as const, at: 0 };
  // What came back is told from times alone, whatever was written first.
  const isBack = status === "resolved" && events.some(({ reopensBefore }) => reopensBefore > at);
  const wanted = isBack ? "unresolved" : status;
  if (wanted !== issue.status || isBack !== issue.regressed)
    fail("I6 status", `${issue.id} in ${ports.region}: ${issue.status}, not ${wanted}`);
}
