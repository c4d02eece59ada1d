import { textBits } from "@faultline/core/text-bits";
import { capOf, type FacetKind, facetKind, TAG_NAMES_MAX, TAGS_CAP } from "./facet-kinds.js";

/** Values by key, each with the last day on which it was seen. Days are counted from 1970: see `facetDay`. */
type DaysSeen = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** What an issue's events may be found by, as far as it is kept. */
export interface FacetSet {
  readonly values: DaysSeen;
  /** What is not kept whole (`capOf`), with the last day on which something of it was left out. */
  readonly capped: ReadonlyMap<string, number>;
}

export const NO_FACETS: FacetSet = { values: new Map(), capped: new Map() };

/**
 * The set with what was seen besides. Of more than are kept those with the smallest hashes stay, which are the same ones in
 * whatever order they came.
 */
export function withSeen(before: FacetSet, seen: DaysSeen): FacetSet {
  const values = new Map(before.values);
  const capped = new Map(before.capped);
  const leaveOut = (cap: string, day: number): void => {
    capped.set(cap, Math.max(day, capped.get(cap) ?? day));
  };
  for (const [key, days] of seen) {
    const own = new Map(before.values.get(key));
    for (const [value, day] of days) own.set(value, Math.max(day, own.get(value) ?? day));
    values.set(key, shortened(key, own, leaveOut));
  }
  const tags = [...values.keys()].filter((key) => key.startsWith("tag."));
  for (const tag of tags.length > TAG_NAMES_MAX ? bySmallestHash(tags).slice(TAG_NAMES_MAX) : []) {
    leaveOut(TAGS_CAP, Math.max(...(values.get(tag)?.values() ?? [])));
    values.delete(tag);
  }
  return { values, capped };
}

/** The set that also says what was left out of it. */
export function withLeftOut(
  { values, capped }: FacetSet,
  leftOut: Iterable<readonly [cap: string, day: number]>,
): FacetSet {
  const all = new Map(capped);
  for (const [cap, day] of leftOut) all.set(cap, Math.max(day, all.get(cap) ?? day));
  return { values, capped: all };
}

/** A key's values without those that are too many. */
function shortened(
  key: string,
  values: Map<string, number>,
  leaveOut: (cap: string, day: number) => void,
): Map<string, number> {
  for (const [kind, ordered] of tooMany(key, values))
    for (const value of ordered.slice(kind.keptMax)) {
      leaveOut(capOf(key, kind), values.get(value) ?? 0);
      values.delete(value);
    }
  return values;
}

/** The kinds of which a key has more values than are kept, those first that stay. */
function tooMany(key: string, values: ReadonlyMap<string, number>): Map<FacetKind, string[]> {
  const counts = new Map<FacetKind, number>();
  for (const value of values.keys()) {
    const kind = facetKind(key, value);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const over = [...counts].filter(([kind, count]) => count > kind.keptMax);
  return new Map(
    over.map(([kind]) => [
      kind,
      bySmallestHash([...values.keys()].filter((value) => facetKind(key, value) === kind)),
    ]),
  );
}

/** Those with the smallest hashes first: an order that does not depend on the one they came in. */
export const bySmallestHash = (texts: readonly string[]): string[] =>
  texts
    .map((text) => ({ text, hash: hashOf(text) }))
    .sort((a, b) => a.hash - b.hash || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text);

/** Mixed once more: neighbours such as `ord1` and `ord2` must not stay together. */
function hashOf(text: string): number {
  let bits = textBits(text);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return (bits ^ (bits >>> 12)) >>> 0;
}
