import { groupBy } from "@faultline/core/group-by";
import { evaluateRules } from "../../notify/evaluate-rules.js";
import { beforeGrowth } from "../../notify/growth.js";
import { withDue } from "../../notify/pending-notification.js";
import { usersMet } from "../../notify/users-met.js";
import type { EventPorts, Item, Key, Ports, ProjectionPorts, Written } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import { untilWritten } from "../../table/compare-and-swap.js";
import { collect, queryAll } from "../../table/query-all.js";
import { expiryOf } from "../expiry.js";
import { facetPlace } from "../facets/facet-place.js";
import { rewriteFacets } from "../facets/rewrite-facets.js";
import { foundByWrites } from "../rows/begun-in.js";
import { type CurrentState, currentState } from "../rows/current-state.js";
import { tallyEnvironments, withTally } from "../rows/environments.js";
import { type IssueState, issueKey } from "../rows/issue-row.js";
import { type Summary, summarize } from "../rows/summary.js";
import { addUsers, copyUsers, NO_USERS, usersAmong } from "../rows/users.js";
import { sinceResolved } from "../since-resolved.js";
import { writeIssue } from "../write-issue.js";
import { type Entry, newestFirst } from "./entry.js";
import { counting, hourAttributes, hourOf, NO_COUNTS, tallied } from "./hours.js";
import { inThisFormat } from "./in-this-format.js";
import { allPages, LAST } from "./load.js";
import { hourKey, pageItem, pagesOf, ROW_KINDS, rowPrefix } from "./page.js";
import { reopensBefore } from "./reopens-before.js";
import { EMPTY, OPEN_ENTRIES_MAX, readSeries, SERIES_FORMAT, type Series } from "./series.js";

/** Why a series is written anew: entries that count by another copy now, or a deletion of all received up to then. */
export interface Change {
  readonly changed?: readonly Entry[];
  /** The version of the row by which they were told: another one has to be looked at anew. */
  readonly ver?: number;
  readonly deletedBefore?: number | undefined;
  /** Events that belong elsewhere, by digest, and the former issue they were taken for. */
  readonly without?: { readonly digests: ReadonlySet<string>; readonly former: string };
}

/** Ten digits: see `rowPrefix`. */
const GENERATION_MAX = 9_999_999_999;

interface Rewritten {
  readonly series: Series;
  readonly kept: readonly Entry[];
  /** All that was there. */
  readonly before: readonly Entry[];
  /** How many events each environment has more, or less, than before. */
  readonly environments: ReadonlyMap<string, number>;
  /** How many a deletion took away. */
  readonly deleted: number;
}

/**
 * Writes a series' entries, changed, as a new generation of rows beside the old one, and gives back the
 * row's new content. Nothing of it is seen before the row itself is committed.
 */
export async function rewrite(
  ports: ProjectionPorts,
  { project, pk }: { readonly project: string; readonly pk: string },
  stored: Series,
  change: Change,
): Promise<Rewritten> {
  const pages = await allPages(ports, pk, stored.gen);
  const before = [...stored.open, ...pages.flatMap((page) => page.entries)];
  const { entries, floatsUpTo } = await inThisFormat(ports, { project, pk }, stored, before);
  const owners = new Map((change.changed ?? []).map((entry) => [entry.digest, entry]));
  const deletedBefore = Math.max(stored.deletedBefore ?? -1, change.deletedBefore ?? -1);
  const changed = entries.map((entry) => owners.get(entry.digest) ?? entry);
  const isKept = ({ receivedAt, digest }: Entry): boolean =>
    receivedAt > deletedBefore && !change.without?.digests.has(digest);
  const kept = changed.filter(isKept).sort(newestFirst);
  const isDeletion = changed.some(({ receivedAt }) => receivedAt <= deletedBefore);
  const expired = expiredOf(stored, before, isDeletion);

  // No two attempts share a generation, even if they begin at the same version: one would clear the other's rows.
  const gen = 1 + Math.floor(ports.ids.random() * GENERATION_MAX);
  const archived = kept.slice(OPEN_ENTRIES_MAX);
  // A copy that counts now may have been received after all others.
  const expiresAt = expiryOf(ports, stored.expiresAt, change.changed ?? []);
  for (const item of rowsOf(pk, gen, archived, expiresAt)) await ports.view.put(item);
  const series: Series = {
    ...stored,
    expiresAt,
    gen,
    total: expired.total + kept.length,
    first: expired.first ?? kept.at(-1)?.at ?? 0,
    last: lastOf(expired.last, kept[0]),
    archivedUpTo: archived[0]?.at ?? -1,
    open: kept.slice(0, OPEN_ENTRIES_MAX),
    deletedBefore: deletedBefore < 0 ? undefined : deletedBefore,
    reopensBefore: await reopensBefore(ports, kept),
    floatsUpTo,
    format: SERIES_FORMAT,
  };
  const environments = tallyEnvironments(kept, before);
  return { series, kept, before, environments, deleted: changed.length - kept.length };
}

/** What has expired counts on, and that it was first or last seen then, until a deletion takes away what came later. */
function expiredOf(
  { total, first, last }: Series,
  before: readonly Entry[],
  isDeletion: boolean,
): { readonly total: number; readonly first?: number; readonly last?: number } {
  const gone = isDeletion ? 0 : total - before.length;
  if (gone <= 0) return { total: gone };
  return {
    total: gone,
    ...(before.every(({ at }) => at > first) && { first }),
    // By a clock that stands still, what was received first may have happened last.
    ...(before.every(({ at }) => at < last) && { last }),
  };
}

const lastOf = (expired: number | undefined, { at = 0 }: Partial<Entry> = {}): number =>
  expired === undefined ? at : Math.max(expired, at);

/** True of a row that an earlier version wrote: what is added to it would not find what is there. */
export const isOfEarlierFormat = ({ ver, format }: Series): boolean => ver > 0 && format < SERIES_FORMAT;

export const isOutdated = ({ ver }: Change, series: Series): boolean =>
  ver !== undefined && ver !== series.ver;

/** Lays out an issue anew. One attempt: `conflict` when somebody else wrote the issue meanwhile. */
export async function rewriteIssue(
  ports: ProjectionPorts,
  project: string,
  issue: string,
  change: Change,
): Promise<Written> {
  const key = issueKey(project, issue);
  const state = await currentState(ports, project, issue);
  if (isOutdated(change, state.series)) return "conflict";
  const rewritten = await rewrite(ports, { project, pk: key.pk }, state.series, change);
  const { series } = rewritten;
  const summary = await summaryOf(ports, state, rewritten);
  const users = await usersOf(ports, key.pk, state, rewritten);
  const owner = facetPlace(project, issue, state, { series, summary });
  // After a deletion they say what is gone as well.
  const before = rewritten.deleted === 0 && state.facetStamp !== undefined ? state.series.gen : undefined;
  const sources = { kept: rewritten.kept, before, isSame: !change.changed };
  const facets = await rewriteFacets(ports, owner, sources);
  const as = { issue, series, entries: rewritten.kept };
  const since = await sinceResolved(ports, { project, issue }, { ...state, series }, { as });
  const told = await toTell(ports, { project, issue }, state, rewritten);
  const formers = state.formers.filter((former) => former !== change.without?.former);
  const environments = environmentsAfter(state, rewritten);
  // Of an issue without events nothing is left that tells what they were.
  const fingerprint = series.total > 0 ? state.fingerprint : undefined;
  const facts = { since, fingerprint, summary, users, environments, ...facets };
  const next: IssueState = { ...state, ...facts, ...told, series, formers };
  const step = { project, issue, from: state, to: next, entries: rewritten.kept };
  const { expiresAt } = series;
  const titles = { from: undefined, to: summary, expiresAt };
  const beside = await foundByWrites(ports, { project, issue }, titles, true);
  const { written, moved } = await writeIssue(ports, { ...step, beside });
  await clearUnused(ports, key, [state.series.gen, series.gen]);
  if (written === "written") for (const one of moved) await heedDeletion(ports, project, one);
  return written;
}

/** Those of what is kept, and of what has expired as they were told before. */
function environmentsAfter(
  { environments }: IssueState,
  { series, kept, environments: tally }: Rewritten,
): IssueState["environments"] {
  return series.total === kept.length
    ? withTally({}, tallyEnvironments(kept, []))
    : withTally(environments, tally);
}

type Told = Pick<IssueState, "out" | "windows" | "pace" | "usual" | "raised">;
const NOTHING: Told = { out: [], windows: {}, pace: undefined, usual: undefined, raised: {} };

/** A deletion takes along what was still to be told; what it leaves is told as an issue that begins with it. */
async function toTell(
  ports: ProjectionPorts,
  place: { readonly project: string; readonly issue: string },
  state: CurrentState,
  { series, kept }: Rewritten,
): Promise<Told> {
  if (series.total === 0) return NOTHING;
  const { out, windows, pace, usual, raised } = state;
  if (!state.isBehind && series.deletedBefore === state.series.deletedBefore)
    return { out, windows, pace, usual, raised };
  // Of a member's events its root tells.
  if (state.mergedInto !== undefined) return NOTHING;
  const events = [...(await readEvents(ports, kept, OBJECTS)).values()];
  const emptied = { series: EMPTY, since: undefined, users: NO_USERS, environments: {}, configs: [] };
  const empty = { ...state, ...NOTHING, ...emptied };
  const own = { count: 0, fresh: usersAmong(events) };
  const users = await usersMet(ports, { ...place, state: empty, added: events }, own);
  const { due, ...anew } = evaluateRules({
    before: beforeGrowth(empty, users.count),
    register: state.register,
    added: events,
    reopensBefore: series.reopensBefore,
    newUsers: users.fresh,
    usual: undefined,
    isMuteOver: false,
    incarnation: series.deletedBefore ?? -1,
    now: ports.clock.now(),
  });
  return { ...NOTHING, windows: anew.windows, pace: anew.pace, raised: anew.raised, out: withDue([], due) };
}

/**
 * Takes out of an issue what a deletion of its project took away, if it is still there: one that came while the issue
 * moved in the lists may have looked for it in vain.
 */
export async function heedDeletion(ports: ProjectionPorts, project: string, issue: string): Promise<void> {
  await untilWritten(ports, async () => {
    const { isBehind } = await currentState(ports, project, issue);
    return isBehind ? rewriteIssue(ports, project, issue, {}) : "written";
  });
}

/**
 * Deletes the rows of those generations that the series does not use. A write that was told to be a conflict may have
 * been done all the same, when its first answer was lost: the row alone tells.
 */
export async function clearUnused(
  ports: Pick<Ports, "view">,
  key: Key,
  generations: readonly number[],
): Promise<void> {
  const { gen: used } = readSeries(await ports.view.get(key));
  for (const gen of generations.filter((one) => one !== used)) await clearGeneration(ports, key.pk, gen);
}

async function clearGeneration(ports: Pick<Ports, "view">, pk: string, gen: number): Promise<void> {
  for (const prefix of ROW_KINDS.map((kind) => rowPrefix(kind, gen))) {
    const items = await collect(queryAll(ports.view, { pk, from: prefix, to: prefix + LAST }));
    for (const item of items) await ports.view.delete(item);
  }
}

function rowsOf(pk: string, gen: number, entries: readonly Entry[], expiresAt: number): Item[] {
  const pages = pagesOf(entries, gen, "0", expiresAt);
  const dense = pages.filter((page) => page.kind === "D").flatMap((page) => page.entries);
  const hours = [...groupBy(dense, (entry) => hourOf(entry.at))].map(([hour, group]) => {
    const counts = tallied(NO_COUNTS, counting(group));
    return { ...hourKey(pk, gen, hour), ...hourAttributes(counts), x: expiresAt };
  });
  return [...pages.map((page) => pageItem(pk, page)), ...hours];
}

/** The earliest and latest of what is kept; what its packs no longer hold stays as it was told before. */
async function summaryOf(
  ports: EventPorts,
  state: IssueState,
  { series, kept }: Rewritten,
): Promise<Summary | undefined> {
  const [latest, earliest] = [kept[0], kept.at(-1)];
  if (!latest || !earliest) return undefined;
  const events = await readEvents(ports, [latest, earliest], OBJECTS);
  const summary = summarize(undefined, [...events.values()]);
  const isFirstKnown = events.has(earliest.digest) && earliest.at === series.first;
  return (
    (summary && {
      head: isFirstKnown ? summary.head : (state.summary?.head ?? summary.head),
      tail: events.has(latest.digest) ? summary.tail : (state.summary?.tail ?? summary.tail),
    }) ??
    state.summary
  );
}

/** Without a deletion the same users, in the new generation's rows; after one, those of the events that are left. */
async function usersOf(
  ports: EventPorts & Pick<Ports, "view">,
  pk: string,
  state: IssueState,
  { series, kept, deleted }: Rewritten,
): Promise<IssueState["users"]> {
  if (deleted === 0) {
    await copyUsers(ports.view, { pk, from: state.series.gen, to: series.gen });
    return state.users;
  }
  const events = await readEvents(ports, kept, OBJECTS);
  const { users, writes } = await addUsers(ports, { pk, ...series }, NO_USERS, [...events.values()]);
  for (const write of writes) if (write.kind === "put") await ports.view.put(write.item);
  return users;
}
