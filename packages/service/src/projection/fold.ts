import type { Accepted } from "@faultline/core/event";
import { type Entry, isSameCopy, isServerTimed, ownerOf } from "./series/entry.js";
import type { Page } from "./series/page.js";
import { EMPTY, type Series } from "./series/series.js";

export interface Folded {
  readonly series: Series;
  readonly added: readonly Accepted[];
  /** Sealed entries whose owning copy changed (same time, other region or pack): from → to, by page. */
  readonly replaced: readonly { readonly page: Page; readonly from: Entry; readonly to: Entry }[];
  /** Arrivals of which the series knows another state of the same pack: only the log can tell which one holds. */
  readonly contested: readonly Entry[];
  /** An entry's time changed, so that it lies in the wrong place: the series has to be laid out anew. */
  readonly moved: readonly Entry[];
}

/**
 * Adds to a series those arrivals that are not in it yet. Counting is set membership: whatever arrives
 * twice, from either region or in another pack, is found and not counted again.
 * `pages` are those in which an arrival may already lie.
 */
export function fold(series: Series, pages: readonly Page[], arrivals: readonly Accepted[]): Folded {
  const open = new Map(series.open.map((entry) => [entry.digest, entry]));
  const sealed = new Map(
    pages.flatMap((page) => page.entries.map((entry) => [entry.digest, { page, entry }])),
  );
  const isNew = ({ digest, receivedAt }: Entry): boolean =>
    !open.has(digest) && !sealed.has(digest) && receivedAt > (series.cut ?? -1);
  const owners = uniqueOwners(arrivals);
  const added = owners.filter(isNew);
  const changes = owners.flatMap((arrival) => {
    const from = open.get(arrival.digest) ?? sealed.get(arrival.digest)?.entry;
    const to = from && ownerOf(from, arrival);
    return from && to && !isSameCopy(from, to) ? [{ from, to }] : [];
  });

  const replaced = changes.flatMap((change) => {
    const page = sealed.get(change.from.digest)?.page;
    return page ? [{ page, ...change }] : [];
  });
  const contested = changes.filter(({ from, to }) => from.pack === to.pack).map(({ to }) => to);
  const moved = changes.filter(({ from, to }) => from.at !== to.at).map(({ to }) => to);
  for (const { to } of changes) if (open.has(to.digest)) open.set(to.digest, to);
  return { series: grown(series, [...open.values(), ...added], added), added, replaced, contested, moved };
}

/** How far two regions' clocks and a client's patience may set apart two copies of one event without a time of its own. */
const SERVER_TIME_SLACK = 10 * 60_000;

/** The spans of times at which copies of this arrival may lie. */
export function spansOf(arrival: Accepted): { from: number; to: number }[] {
  const { at, formerlyReceivedAt: former } = arrival;
  if (!isServerTimed(arrival)) return [{ from: at, to: at }];
  const around = { from: at - SERVER_TIME_SLACK, to: at + SERVER_TIME_SLACK };
  return former === undefined ? [around] : [around, { from: former, to: former }];
}

function uniqueOwners(arrivals: readonly Accepted[]): Accepted[] {
  const owners = new Map<string, Accepted>();
  for (const arrival of arrivals) {
    const known = owners.get(arrival.digest);
    owners.set(arrival.digest, known ? ownerOf(known, arrival) : arrival);
  }
  return [...owners.values()];
}

function grown(series: Series, open: readonly Entry[], added: readonly Entry[]): Series {
  if (added.length === 0) return { ...series, open };
  const times = added.map((entry) => entry.at);
  const first = Math.min(...times);
  const last = Math.max(...times);
  const wasEmpty = series.total === EMPTY.total;
  return {
    ...series,
    open,
    total: series.total + added.length,
    first: wasEmpty ? first : Math.min(series.first, first),
    last: wasEmpty ? last : Math.max(series.last, last),
  };
}
