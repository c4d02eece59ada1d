import type { Accepted } from "@faultline/core/event";
import { areVersions, type ResolvedIn, reopensIn } from "@faultline/core/release-order";
import type { TriageState } from "@faultline/core/status";
import type { Ports, ProjectionPorts } from "../ports.js";
import { OBJECTS, readEvents } from "../query/read-events.js";
import { issuePartition, resolvedInPartition } from "../table/layout.js";
import { isKeptLong } from "./expiry.js";
import type { Folded } from "./fold.js";
import { beganOf } from "./rows/began.js";
import { type IssueState, issueKey, readIssue, type SinceResolved } from "./rows/issue-row.js";
import type { Entry } from "./series/entry.js";
import { pagesSince } from "./series/load.js";
import type { Series } from "./series/series.js";

// An issue that is resolved in a release is reopened by events of that release and of later ones alone. Which of them are
// later may be learnt after the events, so the row keeps, by release, when the latest event since the resolution came.

/** Of so many releases that were seen since, those are forgotten that came longest ago and do not reopen the issue. */
const RELEASES_MAX = 100;
const EVENTS_AT_ONCE = 200;
const MINUTE = 60_000;
/** An event's time is at most so much before the time that it reopens what was resolved before: see `eventTime`. */
const BEHIND_MILLISECONDS = 24 * 60 * MINUTE + MINUTE;

interface Place {
  readonly project: string;
  readonly issue: string;
}
type State = Pick<IssueState, "register" | "since" | "series" | "members">;

/** An issue or a member of it as it is to be; with its entries, where they are not yet those of its rows. */
interface As {
  readonly issue: string;
  readonly series: Series;
  readonly entries?: readonly Entry[] | undefined;
}

/** A resolution in a release. */
interface InRelease {
  readonly at: number;
  readonly in: ResolvedIn;
}

const inRelease = (register: TriageState | undefined): InRelease | undefined =>
  register?.status === "resolved" && register.in ? { at: register.at, in: register.in } : undefined;

/** What the issue is to keep once these events are in it. */
export async function sinceResolvedWith(
  ports: ProjectionPorts,
  place: Place,
  { register, since, members }: State,
  { series, added, changed }: Pick<Folded, "series" | "added" | "changed">,
  as?: As,
): Promise<SinceResolved | undefined> {
  const resolved = inRelease(register);
  if (!resolved) return undefined;
  const isKnown = since?.at === resolved.at && changed.length === 0;
  if (!isKnown) return sinceResolved(ports, place, { register, since, series, members }, { changed, as });
  const releases = latestByRelease(new Map(since.releases), resolved, added);
  return inOrder(ports, place, { register, since, series }, releases);
}

/**
 * What it is to keep by its entries and its members', which are read from the log: after a decision, and when an event counts
 * by another copy now, or when members come or go.
 */
export async function sinceResolved(
  ports: ProjectionPorts,
  place: Place,
  { register, since, series, members }: State,
  { changed = [], as }: { readonly changed?: readonly Entry[]; readonly as?: As | undefined } = {},
): Promise<SinceResolved | undefined> {
  const resolved = inRelease(register);
  if (!resolved) return undefined;
  const earliest = resolved.at - BEHIND_MILLISECONDS;
  const owners = new Map(changed.map((entry) => [entry.digest, entry]));
  const stored = await entriesSince(ports, place, { series, members }, earliest, as);
  const all = stored.map((entry) => owners.get(entry.digest) ?? entry);
  const recent = all.filter(({ at, receivedAt }) => at > earliest && receivedAt + MINUTE > resolved.at);
  const releases = new Map<string, number>();
  for (let from = 0; from < recent.length; from += EVENTS_AT_ONCE) {
    const some = recent.slice(from, from + EVENTS_AT_ONCE);
    const events = await readEvents(ports, some, OBJECTS);
    latestByRelease(releases, resolved, [...events.values()]);
    // Of events whose packs are gone, what was known of them before is all there is.
    if (events.size < some.length && since?.at === resolved.at) addLatest(releases, since.releases);
  }
  return inOrder(ports, place, { register, since, series }, releases);
}

async function entriesSince(
  ports: Pick<Ports, "view">,
  { project, issue }: Place,
  { series, members }: Pick<State, "series" | "members">,
  earliest: number,
  as: As | undefined,
): Promise<readonly Entry[]> {
  const ids = Object.keys(members);
  const rows = ids.length > 0 ? await ports.view.getMany(ids.map((id) => issueKey(project, id))) : [];
  const parts = new Map<string, Series>([
    [issuePartition(project, issue), series],
    ...rows.map((row) => [row.pk, readIssue(row).series] as const),
  ]);
  const given = as && issuePartition(project, as.issue);
  // Its row may not be there yet. Of one that is no member any more nothing counts.
  if (given && [issue, ...ids].includes(as.issue)) parts.set(given, as.series);
  const ofParts: (readonly Entry[])[] = [];
  for (const [pk, part] of parts) {
    const pages = await pagesSince(ports, pk, part, earliest);
    const own = [...part.open, ...pages.flatMap((page) => page.entries)];
    ofParts.push((pk === given ? as?.entries : undefined) ?? own);
  }
  return ofParts.flat();
}

/** The same events, in the order of releases as it is known now. */
export async function sinceResolvedAnew(
  ports: ProjectionPorts,
  place: Place,
  state: State,
): Promise<SinceResolved | undefined> {
  return sinceResolvedWith(ports, place, state, { series: state.series, added: [], changed: [] });
}

function latestByRelease(
  releases: Map<string, number>,
  resolved: InRelease,
  events: readonly Accepted[],
): Map<string, number> {
  const later = events.filter(({ reopensBefore }) => reopensBefore > resolved.at);
  addLatest(
    releases,
    later.map(({ event, reopensBefore }) => [event.release ?? "", reopensBefore] as const),
  );
  return releases;
}

function addLatest(releases: Map<string, number>, some: readonly (readonly [string, number])[]): void {
  for (const [release, time] of some) releases.set(release, Math.max(time, releases.get(release) ?? -1));
}

async function inOrder(
  ports: Pick<Ports, "log" | "view">,
  { project, issue }: Place,
  { register, since, series: { expiresAt } }: Omit<State, "members">,
  releases: ReadonlyMap<string, number>,
): Promise<SinceResolved | undefined> {
  const resolved = inRelease(register);
  if (!resolved) return undefined;
  const { release } = resolved.in;
  const unversioned = [...releases.keys()].filter((one) => one !== "" && !areVersions(one, release));
  // Before the order is read, so that whoever tells of a release meanwhile looks at this issue again.
  const isNoted = isKeptLong(since?.keptUntil, expiresAt);
  if (!isNoted) await ports.view.put({ pk: resolvedInPartition(project), sk: issue, x: expiresAt });
  const asked = unversioned.length > 0 ? [release, ...unversioned] : [];
  const began = await beganOf(ports, project, asked);
  const reopening = [...releases].filter(([one]) => reopensIn(resolved.in, one, began));
  return {
    at: resolved.at,
    releases: bounded(releases, reopening),
    reopensBefore: Math.max(-1, ...reopening.map(([, time]) => time)),
    keptUntil: isNoted ? since?.keptUntil : expiresAt,
  };
}

function bounded(releases: ReadonlyMap<string, number>, reopening: readonly (readonly [string, number])[]) {
  const latestFirst = [...releases].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1));
  if (latestFirst.length <= RELEASES_MAX) return latestFirst;
  const names = new Set(reopening.map(([name]) => name));
  const isReopening = ([name]: readonly [string, number]): boolean => names.has(name);
  return [...latestFirst.filter(isReopening), ...latestFirst.filter((one) => !isReopening(one))].slice(
    0,
    RELEASES_MAX,
  );
}
