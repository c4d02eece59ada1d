import { groupBy } from "@faultline/core/group-by";
import type { Item, Key, Ports, Written } from "../../ports.js";
import { readEvents } from "../../query/read-events.js";
import { commit } from "../../table/compare-and-swap.js";
import { collect, queryAll } from "../../table/query-all.js";
import { currentState } from "../fold-issue.js";
import { effectiveStatusOf, type IssueState, issueItem, issueKey } from "../rows/issue-row.js";
import { listNameOf, moveWrites, place } from "../rows/list.js";
import { type Summary, summarize } from "../rows/summary.js";
import { addUsers, NO_USERS } from "../rows/users.js";
import { type Entry, newestFirst } from "./entry.js";
import { counting, hourOf, tallied } from "./hours.js";
import { allPages, LAST } from "./load.js";
import { hourKey, pageItem, pagesOf, ROW_KINDS, rowPrefix } from "./page.js";
import { OPEN_ENTRIES_MAX, readSeries, type Series } from "./series.js";

/** Why a series is laid out anew: entries that got another time, or a deletion of all received up to `cut`. */
export interface Change {
  readonly moved?: readonly Entry[];
  /** The version of the row by which they were told: another one has to be looked at anew. */
  readonly ver?: number;
  readonly cut?: number | undefined;
}

/** Ten digits: see `rowPrefix`. */
const GENERATION_MAX = 9_999_999_999;

interface Relaid {
  readonly series: Series;
  readonly kept: readonly Entry[];
  readonly dropped: number;
}

/**
 * Writes a series' entries, changed, as a new generation of rows beside the old one, and gives back the
 * row's new content. Nothing of it is seen before the row itself is committed.
 */
export async function relay(ports: Ports, pk: string, series: Series, change: Change): Promise<Relaid> {
  const owners = new Map((change.moved ?? []).map((entry) => [entry.digest, entry]));
  const cut = Math.max(series.cut ?? -1, change.cut ?? -1);
  const entries = [
    ...series.open,
    ...(await allPages(ports, pk, series.gen)).flatMap((page) => page.entries),
  ];
  const kept = entries
    .map((entry) => owners.get(entry.digest) ?? entry)
    .filter((entry) => entry.receivedAt > cut)
    .sort(newestFirst);
  const dropped = entries.length - kept.length;

  // No two attempts share a generation, even if they begin at the same version: one would clear the other's rows.
  const gen = 1 + Math.floor(ports.ids.random() * GENERATION_MAX);
  const sealed = kept.slice(OPEN_ENTRIES_MAX);
  for (const item of rowsOf(pk, gen, sealed, series.expiresAt)) await ports.view.put(item);
  const times = kept.map((entry) => entry.at);
  const next: Series = {
    ...series,
    gen,
    total: series.total - dropped,
    first: times.at(-1) ?? 0,
    last: times[0] ?? 0,
    sealedUpTo: sealed[0]?.at ?? -1,
    open: kept.slice(0, OPEN_ENTRIES_MAX),
    cut: cut < 0 ? undefined : cut,
  };
  return { series: next, kept, dropped };
}

export const isOutdated = ({ ver }: Change, series: Series): boolean =>
  ver !== undefined && ver !== series.ver;

/** Lays out an issue anew. One attempt: `conflict` when somebody else wrote the issue meanwhile. */
export async function rewriteIssue(
  ports: Ports,
  project: string,
  issue: string,
  change: Change,
): Promise<Written> {
  const key = issueKey(project, issue);
  const state = await currentState(ports, project, issue);
  if (isOutdated(change, state.series)) return "conflict";
  const relaid = await relay(ports, key.pk, state.series, change);
  const { series } = relaid;
  const summary = await summaryOf(ports, state, relaid);
  const users = relaid.dropped > 0 ? await usersOf(ports, key.pk, relaid) : state.users;
  const next: IssueState = { ...state, series, summary, users };
  const now = ports.clock.now();
  const listed =
    series.total > 0 ? place(state.listed, listNameOf(effectiveStatusOf(next)), series.last, now) : undefined;
  const beside = moveWrites(project, issue, {
    from: state.listed,
    to: listed,
    now,
    expiresAt: series.expiresAt,
  });
  const written = await commit(ports, issueItem(key, { ...next, listed }), state.series.ver, beside);
  await clearUnused(ports, key, [state.series.gen, series.gen]);
  return written;
}

/**
 * Deletes the rows of those generations that the series does not use. A write that was told to be a conflict may have
 * been done all the same, when its first answer was lost: the row alone tells.
 */
export async function clearUnused(ports: Ports, key: Key, generations: readonly number[]): Promise<void> {
  const { gen: used } = readSeries(await ports.view.get(key));
  for (const gen of generations.filter((one) => one !== used)) await clearGeneration(ports, key.pk, gen);
}

async function clearGeneration(ports: Ports, pk: string, gen: number): Promise<void> {
  for (const prefix of ROW_KINDS.map((kind) => rowPrefix(kind, gen))) {
    const items = await collect(queryAll(ports.view, { pk, from: prefix, to: prefix + LAST }));
    for (const item of items) await ports.view.delete(item);
  }
}

function rowsOf(pk: string, gen: number, entries: readonly Entry[], expiresAt: number): Item[] {
  const pages = pagesOf(entries, gen, "0", expiresAt);
  const dense = pages.filter((page) => page.kind === "D").flatMap((page) => page.entries);
  const hours = [...groupBy(dense, (entry) => hourOf(entry.at))].map(([hour, group]) => {
    return { ...hourKey(pk, gen, hour), c: tallied({}, counting(group)), x: expiresAt };
  });
  return [...pages.map((page) => pageItem(pk, page)), ...hours];
}

/** The earliest and latest of what is kept; what its packs no longer hold stays as it was told before. */
async function summaryOf(ports: Ports, state: IssueState, { kept }: Relaid): Promise<Summary | undefined> {
  const ends = [kept[0], kept.at(-1)].filter((entry) => entry !== undefined);
  const events = await readEvents(ports, ends);
  const summary = summarize(undefined, [...events.values()]);
  return kept.length > 0 ? (summary ?? state.summary) : undefined;
}

async function usersOf(ports: Ports, pk: string, { series, kept }: Relaid): Promise<IssueState["users"]> {
  const events = await readEvents(ports, kept);
  const { users, writes } = await addUsers(ports, { pk, ...series }, NO_USERS, [...events.values()]);
  for (const write of writes) if (write.kind === "put") await ports.view.put(write.item);
  return users;
}
