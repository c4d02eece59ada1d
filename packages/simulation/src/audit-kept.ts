import { groupBy } from "@faultline/core/group-by";
import type { Wanted } from "./audit.js";
import type { Kept } from "./calendar.js";

/** A figure lies from the least to the most that may be remembered: where nothing is forgotten, these are one. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const isWithin = (figure: number, { least, most }: Bounds): boolean =>
  figure >= least && figure <= most;

/** Those of an issue's events that are counted for sure: all, or those since it may have been forgotten last. */
export function remembered<Event extends Wanted>(events: readonly Event[], kept: Kept): readonly Event[] {
  const since = lastGap(events, kept.forgottenAfter)?.to ?? Number.NEGATIVE_INFINITY;
  return events.filter(({ receivedAt }) => receivedAt >= since);
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The last time in which no event came for so long; undefined when there was none. */
export function lastGap(events: readonly Wanted[], milliseconds: number): Gap | undefined {
  const times = events.map(({ receivedAt }) => receivedAt).sort((a, b) => a - b);
  const gaps = times.flatMap((to, place) => {
    const from = times[place - 1] ?? to;
    return to - from >= milliseconds ? [{ from, to }] : [];
  });
  return gaps.at(-1);
}

/** A user who was not seen for long may be counted anew. */
export function usersWithin(events: readonly Wanted[], kept: Kept): Bounds {
  const least = new Set(remembered(events, kept).map(({ user }) => user)).size;
  const byUser = groupBy(events, ({ user }) => user);
  let most = 0;
  for (const own of byUser.values()) {
    const times = own.map(({ receivedAt }) => receivedAt).sort((a, b) => a - b);
    most += 1 + times.filter((at, place) => at - (times[place - 1] ?? at) >= kept.forgottenAfter).length;
  }
  return { least, most };
}
