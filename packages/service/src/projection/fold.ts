import type { Accepted } from "@faultline/core/event";
import { UNIT_MILLISECONDS } from "@faultline/core/timeline";
import { tallyEnvironments } from "./rows/environments.js";
import { isFloating } from "./rows/sightings.js";
import { type Entry, isSameCopy, ownerOf } from "./series/entry.js";
import type { Page } from "./series/page.js";
import { EMPTY, type Series } from "./series/series.js";

/** An archived entry that another one takes the place of, or that leaves its page. */
interface Replaced {
  readonly page: Page;
  readonly from: Entry;
  readonly to?: Entry | undefined;
}

/** An event that is known, by another copy than the one that now counts. */
interface Changed {
  readonly from: Entry;
  readonly to: Accepted;
}

export interface Folded {
  readonly series: Series;
  readonly added: readonly Accepted[];
  /** Those known before that now count by this copy. */
  readonly changed: readonly Accepted[];
  readonly replaced: readonly Replaced[];
  /** Arrivals of which the series knows another state of the same pack: only the log can tell which one holds. */
  readonly contested: readonly Entry[];
  /** What these took with them only the series as a whole can tell: it has to be written anew. */
  readonly upsetting: readonly Accepted[];
  /** Those known by a state of their pack that is no more: it was received before a deletion. */
  readonly gone: readonly Accepted[];
  /** Copies, in other packs, of events that count by another one. */
  readonly others: readonly Entry[];
  /** How many events more, or less, each environment has. */
  readonly environments: ReadonlyMap<string, number>;
}

/**
 * Adds to a series those arrivals that are not in it yet. Counting is set membership: whatever arrives
 * twice, from either region or in another pack, is found and not counted again.
 * `pages` are those in which an arrival may already lie.
 */
export function fold(series: Series, pages: readonly Page[], arrivals: readonly Accepted[]): Folded {
  const open = new Map(series.open.map((entry) => [entry.digest, entry]));
  const archived = archivedIn(pages, new Set(arrivals.map(({ digest }) => digest)));
  const isNew = ({ digest }: Entry): boolean => !open.has(digest) && !archived.has(digest);
  const knownAs = ({ digest }: Entry): Entry | undefined => open.get(digest) ?? archived.get(digest)?.entry;
  const states = lastStates(arrivals);
  // What was received before a deletion is not there, whichever other copies are.
  const isThere = ({ receivedAt }: Entry): boolean => receivedAt > (series.deletedBefore ?? -1);
  const arrived = states.filter(isThere);
  const gone = states.filter((state) => !isThere(state) && knownAs(state)?.pack === state.pack);
  const owners = uniqueOwners(arrived);
  const added = owners.filter(isNew);
  const changes = owners.flatMap((to): Changed[] => {
    const from = knownAs(to);
    return from && ownerOf<Entry>(from, to) === to && !isSameCopy(from, to) ? [{ from, to }] : [];
  });
  const replaced = changes.flatMap(({ from, to }): Replaced[] => {
    const page = archived.get(from.digest)?.page;
    return page ? [{ page, from, to: from.at === to.at ? to : undefined }] : [];
  });
  const contested = [...gone, ...changes.filter(({ from, to }) => from.pack === to.pack).map(({ to }) => to)];
  const upsetting = [...gone, ...changes.filter((change) => isUpsetting(series, change)).map(({ to }) => to)];
  const counting = new Map(owners.map((owner) => [owner.digest, ownerOf(knownAs(owner) ?? owner, owner)]));
  const copies = [...arrived, ...owners.flatMap((owner) => knownAs(owner) ?? [])];
  const others = copies.filter((copy) => counting.get(copy.digest)?.pack !== copy.pack);
  // From here on what is known is what these leave.
  for (const { to } of changes) if (open.has(to.digest)) open.set(to.digest, to);
  // One that stands at another time now is open again, as if it were new.
  const moved = changes.filter(({ from, to }) => from.at !== to.at).map(({ to }) => to);
  for (const to of [...moved, ...added]) open.set(to.digest, to);
  const changed = changes.map(({ to }) => to);
  const next = grown({ ...series, open: [...open.values()] }, added, changed);
  const environments = tallyEnvironments(
    [...added, ...changed],
    changes.map(({ from }) => from),
  );
  return { series: next, added, changed, replaced, contested, upsetting, gone, others, environments };
}

/** Where these lie in the pages. */
function archivedIn(pages: readonly Page[], digests: ReadonlySet<string>) {
  const found = new Map<string, { readonly page: Page; readonly entry: Entry }>();
  for (const page of pages)
    for (const entry of page.entries) if (digests.has(entry.digest)) found.set(entry.digest, { page, entry });
  return found;
}

/** Whether what the change takes away may have been the first, the last, what reopened the issue, or what it is found by longest. */
function isUpsetting(series: Series, { from, to }: Changed): boolean {
  const wasFirst = from.at === series.first && to.at > from.at;
  const wasLast = from.at === series.last && to.at < from.at;
  const mayHaveReopened = from.receivedAt >= series.reopensBefore && to.reopensBefore < series.reopensBefore;
  const wasReceivedLater = dayOf(from) > dayOf(to);
  return wasFirst || wasLast || mayHaveReopened || wasReceivedLater;
}

const dayOf = ({ receivedAt }: Entry): number => Math.floor(receivedAt / UNIT_MILLISECONDS.day);

/** Of each copy the state that came last. */
function lastStates(arrivals: readonly Accepted[]): readonly Accepted[] {
  if (isEachOnce(arrivals)) return arrivals;
  return [...new Map(arrivals.map((arrival) => [`${arrival.digest} ${arrival.pack}`, arrival])).values()];
}

/** Nearly always: then there is nothing to choose among copies. */
const isEachOnce = (arrivals: readonly Accepted[]): boolean =>
  new Set(arrivals.map(({ digest }) => digest)).size === arrivals.length;

function uniqueOwners(arrivals: readonly Accepted[]): readonly Accepted[] {
  if (isEachOnce(arrivals)) return arrivals;
  const owners = new Map<string, Accepted>();
  for (const arrival of arrivals) {
    const known = owners.get(arrival.digest);
    owners.set(arrival.digest, known ? ownerOf(known, arrival) : arrival);
  }
  return [...owners.values()];
}

function grown(series: Series, added: readonly Accepted[], changed: readonly Accepted[]): Series {
  const arrived = [...added, ...changed];
  if (arrived.length === 0) return series;
  const times = arrived.map((entry) => entry.at);
  const isEmpty = series.total === EMPTY.total;
  return {
    ...series,
    total: series.total + added.length,
    first: Math.min(isEmpty ? Number.POSITIVE_INFINITY : series.first, ...times),
    last: Math.max(isEmpty ? Number.NEGATIVE_INFINITY : series.last, ...times),
    reopensBefore: Math.max(series.reopensBefore, ...arrived.map((entry) => entry.reopensBefore)),
    floatsUpTo: Math.max(
      series.floatsUpTo,
      ...arrived.filter(isFloating).map(({ event }) => event.timestamp ?? -1),
    ),
  };
}
