import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import { TriageState } from "@faultline/core/status";
import type { Ports } from "@faultline/service/ports";
import { beganOf } from "@faultline/service/projection/rows/began";
import { releasesOf } from "@faultline/service/projection/rows/releases";
import { markAsRenewed } from "@faultline/service/projection/view-mark";
import { getIssues } from "@faultline/service/query/issues";
import { listIssues } from "@faultline/service/query/list-issues";
import { inOrder } from "@faultline/service/query/listing";
import { listOccurrences } from "@faultline/service/query/occurrences";
import { activePoints } from "@faultline/service/query/timeline";
import { sharesOf } from "@faultline/service/releases/shares-of";
import { seenReleaseKey, statusKey } from "@faultline/service/table/layout";
import type { Memory, Stored, Wanted } from "./audit.js";
import { auditFound } from "./audit-found.js";
import { isWithin, lastGap, remembered, usersWithin } from "./audit-kept.js";
import { auditSearched } from "./audit-searched.js";
import type { Kept } from "./calendar.js";
import type { Roots } from "./roots.js";
import { type Fail, PROJECT } from "./stage.js";

const LENGTHS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
type Happened = readonly Wanted[];

/** Whom to ask, what may be forgotten, and where to complain. */
interface Inquiry {
  readonly ports: Ports;
  readonly kept: Kept;
  readonly fail: Fail;
}

const happened = (stored: Stored): Happened => [...stored.values()];

/** What a region answers about each issue, against the events themselves. */
export async function auditRegion(
  ports: Ports,
  { stored, ofProject, kept, roots, random }: Memory,
  fail: Fail,
): Promise<void> {
  const inquiry = { ports, kept, fail };
  const wanted = groupBy(happened(stored), ({ issue }) => roots.of(issue));
  const list = { project: PROJECT, status: "all", sort: "lastSeen", limit: 100 } as const;
  const { issues } = await listIssues(ports, list);
  const listed = new Set(issues.map(({ id }) => id));
  const missing = [...wanted].filter(([id, events]) => !listed.has(id) && isKept(events, kept));
  if (missing.length > 0 || issues.length > wanted.size)
    fail("I2 issues", `${issues.length} listed in ${ports.region}, ${wanted.size} stored`);
  const isInOrder = issues.every(({ lastSeen }, place) => lastSeen <= (issues[place - 1]?.lastSeen ?? 9e15));
  if (!isInOrder) fail("I2 order", `the list of ${ports.region} is not the latest first`);
  await auditListPages(ports, issues, fail);
  await auditOrders(ports, issues, fail);
  await auditProject(inquiry, happened(ofProject));
  await auditMembers(inquiry, happened(stored), roots);
  for (const issue of issues) {
    const events = wanted.get(issue.id) ?? [];
    auditFigures(inquiry, issue, events);
    await auditTimeline(inquiry, issue, events);
    await auditPages(inquiry, issue.id, events);
    await auditStanding(inquiry, issue, events);
    if (kept.packsSince === Number.NEGATIVE_INFINITY) await auditFound(ports, issue, events, fail);
  }
  if (kept.packsSince > Number.NEGATIVE_INFINITY) return;
  const searched = issues.map((issue) => ({ issue, events: wanted.get(issue.id) ?? [] }));
  await auditSearched(ports, searched, { random, fail });
}

/** What is shown as a part of another issue is still itself, for who has a link to it. */
async function auditMembers({ ports, fail }: Inquiry, events: Happened, roots: Roots): Promise<void> {
  const members = groupBy(
    events.filter(({ issue }) => roots.of(issue) !== issue),
    ({ issue }) => issue,
  );
  const shown = await getIssues(ports, PROJECT, [...members.keys()]);
  for (const [id, own] of members) {
    const { count, users, mergedInto } = shown.get(id) ?? { count: 0, users: 0, mergedInto: undefined };
    const isRight = count === own.length && users === new Set(own.map(({ user }) => user)).size;
    if (!isRight || mergedInto !== roots.of(id))
      fail("I2 member", `${id} in ${ports.region}: ${count} of ${own.length}, shown in ${mergedInto}`);
  }
}

/** The same issues in the same order, some at a time. */
async function auditListPages(ports: Ports, issues: readonly Issue[], fail: Fail): Promise<void> {
  const paged: Issue[] = [];
  let cursor: string | undefined;
  do {
    const page = { project: PROJECT, status: "all", sort: "lastSeen", limit: 2, cursor } as const;
    const answer = await listIssues(ports, page);
    paged.push(...answer.issues);
    cursor = answer.cursor;
  } while (cursor);
  // Those of one moment may come in another order.
  if (paged.map(({ lastSeen }) => lastSeen).join() !== issues.map(({ lastSeen }) => lastSeen).join())
    fail(
      "I2 order",
      `the pages of ${ports.region} have ${paged.length} of ${issues.length}, or in another order`,
    );
}

/** The same issues by count, users and first time. */
async function auditOrders(ports: Ports, issues: readonly Issue[], fail: Fail): Promise<void> {
  // Nobody renews a view here, and none is of another version: what it is sorted by is there.
  await markAsRenewed(ports);
  for (const sort of ["count", "users", "firstSeen"] as const) {
    const list = { project: PROJECT, status: "all", sort, limit: 100 } as const;
    const listed = (await listIssues(ports, list)).issues.map(({ id }) => id);
    const sorted = issues.toSorted(inOrder(sort)).map(({ id }) => id);
    if (listed.join() !== sorted.join())
      fail(
        "I2 order",
        `${ports.region} by ${sort}: ${listed.length} of ${sorted.length}, or in another order`,
      );
  }
}

/** True when the row that lists these cannot have gone yet. */
const isKept = (events: Happened, { listedSince }: Kept): boolean =>
  events.some(({ receivedAt }) => receivedAt >= listedSince);

function auditFigures({ ports, kept, fail }: Inquiry, issue: Issue, events: Happened): void {
  const sure = remembered(events, kept);
  const what = `${issue.type} in ${ports.region}`;
  if (!isWithin(issue.count, { least: sure.length, most: events.length }))
    fail("I2 count", `${what}: ${issue.count} of ${events.length}`);
  const users = usersWithin(events, kept);
  if (!isWithin(issue.users, users)) fail("I2 users", `${what}: ${issue.users} of ${users.least}`);
  if (sure.length < events.length) return;
  const [first, last] = [earliestOf(events), latestOf(events)];
  if (issue.firstSeen !== first) fail("I2 first", `${what}: ${issue.firstSeen}, not ${first}`);
  if (issue.lastSeen !== last) fail("I2 last", `${what}: ${issue.lastSeen}, not ${last}`);
}

// Not of all at once: a call takes no more than some hundred thousand arguments.
const earliestOf = (events: Happened): number =>
  events.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
const latestOf = (events: Happened): number =>
  events.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY);

/** The project's own timeline, and its releases. */
async function auditProject(inquiry: Inquiry, events: Happened): Promise<void> {
  const { ports, kept, fail } = inquiry;
  await auditTimeline(inquiry, undefined, events);
  const releases = await releasesOf(ports, PROJECT);
  const shares = await sharesOf(ports, PROJECT);
  const names = new Set(events.map(({ release }) => release));
  const began = await beganOf(ports, PROJECT, [...names]);
  for (const [release, own] of groupBy(events, (event) => event.release)) {
    const known = releases.find((one) => one.release === release);
    if (!known && isKept(own, kept)) fail("I2 releases", `${release} is not known in ${ports.region}`);
    if (began(release) === undefined && isKept(own, kept))
      fail("I2 releases", `when ${release} began is not in the log of ${ports.region}`);
    // Any of an event's copies may have told of the release first.
    const isForgotten = lastGap(own, kept.forgottenAfter) !== undefined;
    if (known && !isForgotten && known.at > earliestOf(own))
      fail("I2 releases", `${release} began later in ${ports.region}`);
    auditShare(inquiry, release, own, shares?.(release));
  }
  if (releases.some(({ release }) => !names.has(release))) fail("I2 releases", "one that nobody named");
}

/** How many events, and users, a region says a release has. */
function auditShare(
  { ports, kept, fail }: Inquiry,
  release: string,
  own: Happened,
  share: Readonly<Record<"events" | "users", number>> | undefined,
): void {
  const events = { least: remembered(own, kept).length, most: own.length };
  const users = usersWithin(own, kept);
  // What nothing comes of any more is forgotten with its release.
  const isRight =
    share &&
    (isKept(own, kept)
      ? isWithin(share.events, events) && isWithin(share.users, users)
      : share.events <= events.most && share.users <= users.most);
  if (!isRight)
    fail("I2 releases", `${release} in ${ports.region}: ${JSON.stringify(share)} of ${own.length} events`);
}

async function auditTimeline(
  { ports, kept, fail }: Inquiry,
  issue: { id: string; type: string } | undefined,
  events: Happened,
): Promise<void> {
  const sure = events.filter(({ receivedAt }) => receivedAt >= kept.rowsSince);
  for (const unit of ["minute", "hour", "day"] as const) {
    const span = { project: PROJECT, issue: issue?.id, from: -9e15, to: 9e15, unit };
    const shown = new Map((await activePoints(ports, span)).map(({ at, count }) => [at, count]));
    const [least, most] = [countsBy(sure, unit), countsBy(events, unit)];
    const isRight = [...new Set([...shown.keys(), ...least.keys()])].every((at) =>
      isWithin(shown.get(at) ?? 0, { least: least.get(at) ?? 0, most: most.get(at) ?? 0 }),
    );
    if (!isRight) fail(`I2 ${unit}`, `${issue?.type ?? "the project"} in ${ports.region}`);
  }
}

function countsBy(events: Happened, unit: keyof typeof LENGTHS): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const start of events.map(({ at }) => Math.floor(at / LENGTHS[unit]) * LENGTHS[unit]))
    counts.set(start, (counts.get(start) ?? 0) + 1);
  return counts;
}

async function auditPages({ ports, kept, fail }: Inquiry, issue: string, events: Happened): Promise<void> {
  const seen: { id: string; at: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { project: PROJECT, issue, limit: 100, cursor });
    seen.push(...page.occurrences.map(({ event, at }) => ({ id: event.id, at })));
    cursor = page.cursor;
  } while (cursor);
  const isOrdered = seen.every(({ at }, place) => at <= (seen[place - 1]?.at ?? Number.POSITIVE_INFINITY));
  const ids = new Set(seen.map(({ id }) => id));
  const stored = new Set(events.map(({ id }) => id));
  const sure = events.filter(({ receivedAt }) => receivedAt >= kept.packsSince);
  const isWhole = ids.size === seen.length && sure.every(({ id }) => ids.has(id));
  if (!isOrdered || !isWhole || seen.some(({ id }) => !stored.has(id)))
    fail("I8 pages", `${issue} in ${ports.region}: ${seen.length} of ${sure.length}`);
}

async function auditStanding(
  { ports, kept, fail }: Inquiry,
  issue: { id: string; status: string; regressed: boolean },
  events: Happened,
): Promise<void> {
  // Of one that was forgotten meanwhile, what it came back from may be, too.
  if (lastGap(events, kept.forgottenAfter)) return;
  const row = await ports.log.get(statusKey(PROJECT, issue.id));
  const register: TriageState = row ? TriageState.parse(row) : { status: "unresolved", at: 0 };
  const { status, at } = register;
  const mayReopen = await reopeningReleases(ports, register, events);
  // What came back is told from times, and from the order of releases, whatever was written first.
  const isBack =
    status === "resolved" &&
    events.some(({ reopensBefore, release }) => reopensBefore > at && mayReopen(release));
  const wanted = isBack ? "unresolved" : status;
  if (wanted !== issue.status || isBack !== issue.regressed)
    fail("I6 status", `${issue.id} in ${ports.region}: ${issue.status}, not ${wanted}`);
}

/** Tells of which releases an event undoes a resolution: they began after the one it is in, as the log says. */
async function reopeningReleases(
  { log }: Ports,
  { in: resolved }: TriageState,
  events: Happened,
): Promise<(release: string) => boolean> {
  if (!resolved) return () => true;
  const names = [...new Set([resolved.release, ...events.map(({ release }) => release)])];
  const rows = await Promise.all(names.map((name) => log.get(seenReleaseKey(PROJECT, name))));
  const began = new Map(names.map((name, place) => [name, rows[place]?.at]));
  const since = Math.min(Number(began.get(resolved.release) ?? 9e15), resolved.began ?? 9e15);
  return (release) => {
    if (release === resolved.release) return !resolved.after;
    const at = began.get(release);
    if (release === "" || typeof at !== "number") return release === "";
    return at === since ? release > resolved.release : at > since;
  };
}
