import type { Accepted } from "@faultline/core/event";
import type { Ports, Write } from "../../ports.js";
import type { IssueState } from "../rows/issue-row.js";
import { isWithin } from "./facet-day.js";
import { capOf, capOfBoth, facetKind, isVarying } from "./facet-kinds.js";
import { facetItems, facetRowItems, readFacets, rowsOf } from "./facet-rows.js";
import { type FacetSet, NO_FACETS, withLeftOut, withSeen } from "./facet-set.js";
import { textFacets } from "./facets-of.js";
import { CAPS, type Seen, writeIndex } from "./index-rows.js";
import { type KnownFacets, mark, recall, remember } from "./known-facets.js";
import { type SeenFacets, seenFacets } from "./seen-facets.js";

type FacetPorts = Pick<Ports, "view" | "settings" | "ids" | "clock">;

/** Whose facets, in which generation of its rows, and what its row says of them. */
export interface FacetPlace {
  readonly project: string;
  readonly issue: string;
  readonly pk: string;
  readonly gen: number;
  readonly expiresAt: number;
  readonly stamp: number | undefined;
  readonly leftOut: IssueState["leftOut"];
  /** The digests of its first event: as it was, and with these. */
  readonly first: { readonly before: string | undefined; readonly now: string | undefined };
}

/** What an issue's row is to say of them. */
export type FacetsWritten = Pick<IssueState, "facetStamp" | "leftOut">;

/**
 * What an issue's events bring that a search may find it by, as the rows that have to be written beside its own, and what its
 * own is to say of them. The index that leads to it is written at once, before anything says it is there.
 */
export async function facetWrites(
  ports: FacetPorts,
  place: FacetPlace,
  events: readonly Accepted[],
): Promise<FacetsWritten & { readonly writes: Write[] }> {
  const recalled = withCaps(recall(ports.view, place.pk, place.stamp) ?? (await load(ports, place)), place);
  const known = afterFirst(recalled, place, events);
  const seen = seenFacets(ports, known, events, place.first.now);
  const isSame = known === recalled && seen.values.size === 0 && seen.leftOut.size === 0;
  const { set, fresh } = isSame ? { ...known, fresh: [] } : grown(ports, known.set, seen);
  const leftOut = isSame ? place.leftOut : Object.fromEntries(set.capped);
  await writeIndex(ports, place, [...fresh, ...capsOf(recalled.set, set)]);
  const touched = rowsOf(fresh.map(({ facet }) => facet));
  const rows = new Set(known === recalled ? touched : [...touched, TEXT_ROW]);
  if (rows.size === 0) {
    // What is left out is known only once the issue's row says so.
    if (isSame) mark(known, seen.marks);
    return { facetStamp: place.stamp, leftOut, writes: [] };
  }
  const next = { stamp: Math.floor(ports.ids.random() * 2 ** 32), set, marks: known.marks };
  mark(next, seen.marks);
  remember(ports.view, place.pk, next);
  const items = facetRowItems(place, set, rows);
  return { facetStamp: next.stamp, leftOut, writes: items.map((item) => ({ kind: "put", item })) };
}

/** With what the issue's row says was left out. */
const withCaps = (known: KnownFacets, { leftOut }: FacetPlace): KnownFacets => ({
  ...known,
  set: withLeftOut(known.set, Object.entries(leftOut)),
});

async function load(ports: FacetPorts, { pk, gen, stamp }: FacetPlace): Promise<KnownFacets> {
  const set = stamp === undefined ? NO_FACETS : readFacets(await facetItems(ports, pk, gen));
  const known = { stamp: stamp ?? -1, set, marks: new Map<string, number>() };
  if (stamp !== undefined) remember(ports.view, pk, known);
  return known;
}

const TEXT_ROW = facetKind("message", "").row;

/** What is known once another event is the first: numbers that it has not are as those of all others. */
function afterFirst(known: KnownFacets, { first }: FacetPlace, events: readonly Accepted[]): KnownFacets {
  if (first.before === undefined || first.before === first.now) return known;
  const texts = events.filter(({ digest }) => digest === first.now).flatMap(({ event }) => textFacets(event));
  const stays = new Set(texts.map((facet) => facet.join("\n")));
  const leftOut = new Map<string, number>();
  const values = [...known.set.values].map(([key, days]) => {
    const kept = [...days].filter(([value, day]) => {
      if (!isVarying([key, value]) || stays.has(`${key}\n${value}`)) return true;
      const cap = capOf(key, facetKind(key, value));
      leftOut.set(cap, Math.max(day, leftOut.get(cap) ?? day));
      return false;
    });
    return [key, new Map(kept)] as const;
  });
  return { ...known, set: withLeftOut({ ...known.set, values: new Map(values) }, leftOut), marks: new Map() };
}

/** The set with what was seen, and what of that it took in. */
function grown(ports: FacetPorts, known: FacetSet, { values, leftOut }: SeenFacets) {
  const before = withoutExpired(ports, known);
  const set = withLeftOut(withSeen(before, values), leftOut);
  const fresh: Seen[] = [];
  for (const [key, days] of values)
    for (const value of days.keys()) {
      const day = set.values.get(key)?.get(value);
      const earlier = before.values.get(key)?.get(value);
      if (day !== undefined && day !== earlier) fresh.push({ facet: [key, value], day, before: earlier });
    }
  return { set, fresh };
}

/** What is left out of the set, as something to be found; of title and message once, where it is of both. */
const capsOf = (before: FacetSet, after: FacetSet): Seen[] =>
  [...after.capped].flatMap(([cap, day]) => {
    const known = before.capped.get(cap);
    const isToldAlready = (after.capped.get(capOfBoth(cap) ?? "") ?? -1) >= day;
    return known === day || isToldAlready ? [] : [{ facet: [CAPS, cap], day, before: known } satisfies Seen];
  });

function withoutExpired(ports: FacetPorts, { values, capped }: FacetSet): FacetSet {
  const now = ports.clock.now();
  const left = (days: ReadonlyMap<string, number>) =>
    new Map([...days].filter(([, day]) => isWithin(ports, day, now)));
  return { values: new Map([...values].map(([key, days]) => [key, left(days)])), capped: left(capped) };
}
