import { isName } from "../../projection/facets/facet-kinds.js";
import { indexPlace, WORDS } from "../../projection/facets/index-rows.js";
import { LISTS } from "../../projection/rows/list.js";
import { timeKeys } from "../../projection/rows/ranks.js";
import { rankPartition, searchPartition } from "../../table/layout.js";
import { isMeant } from "../syntax/matches.js";
import type { Query, Test } from "../syntax/query.js";
import { ALWAYS, type TimeRange } from "../syntax/time-range.js";
import { wordsOf } from "../syntax/words.js";

/** Rows of the index. */
interface Range {
  readonly pk: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The one value that is meant; undefined for any in the range. */
  readonly value?: string | undefined;
}

/** Ranges of rows that together hold every issue which meets a term, and maybe others. */
export type Lookup = readonly Range[];

/** Within which every issue that meets a query was seen last. */
export function lastSeenIn({ terms }: Pick<Query, "terms">): TimeRange {
  const ranges = terms.flatMap(({ test, isNegated }) =>
    !isNegated && test.kind === "time" && test.by === "lastSeen" ? [test.range] : [],
  );
  return {
    from: Math.max(...ranges.map(({ from }) => from), ALWAYS.from),
    to: Math.min(...ranges.map(({ to }) => to), ALWAYS.to),
  };
}

const LOOKUPS_MAX = 8;
/** Sorts behind everything that begins in the same way. */
const LAST = "\u{10ffff}";

/** More releases than these are no longer looked for one by one. */
const RELEASES_MAX = 50;

/** A project, and what is known of it that a query may mean. */
interface LookedIn {
  readonly project: string;
  /** The names of its releases, as they are compared; undefined when they are too many to be told. */
  readonly releases: readonly string[] | undefined;
}

/** Whether where a query may be found depends on the project's releases. */
export const asksForReleases = ({ terms }: Pick<Query, "terms">): boolean =>
  terms.some(({ test, isNegated }) => !isNegated && test.kind === "value" && test.byTail === "version");

/** Where what a query asks for may be found, the likely rarest first; none when it only says what is not to be there. */
export function lookupsOf(place: LookedIn, { terms }: Query): Lookup[] {
  const lookups = terms.flatMap(({ test, isNegated }) => (isNegated ? [] : lookupsOfTest(place, test)));
  const rarity = ([range]: Lookup): number => (range?.value ?? range?.from ?? "").length;
  const distinct = new Map(lookups.map((lookup) => [JSON.stringify(lookup), lookup]));
  return [...distinct.values()].sort((a, b) => rarity(b) - rarity(a)).slice(0, LOOKUPS_MAX);
}

function lookupsOfTest(place: LookedIn, test: Test): Lookup[] {
  const { project } = place;
  switch (test.kind) {
    case "text":
      return wordLookups(project, test.words, test.isPrefix);
    case "has":
      return indexPlace([test.key, ""]) ? [[{ pk: searchPartition(project, test.key) }]] : [];
    case "value":
      return valueLookups(place, test);
    case "time":
      return test.by === "firstSeen" ? [firstSeen(project, test)] : [];
    case "state":
      return [];
  }
}

function valueLookups({ project, releases }: LookedIn, test: Extract<Test, { kind: "value" }>): Lookup[] {
  const { key, value, isPrefix, byTail } = test;
  const whole = isPrefix ? beginning(project, key, value) : exactly(project, key, value);
  // Names are found by their words; the last one may have been cut with them.
  if (isName(key)) return wordLookups(project, wordsOf(value), true);
  if (byTail !== "version") return [whole];
  // The index begins with how a name begins: those that are meant by how they end are looked for one by one.
  const others = releases?.filter(
    (name) => isMeant(name, test) && !isMeant(name, { ...test, byTail: undefined }),
  );
  if (!others || others.length > RELEASES_MAX) return [];
  return [[...whole, ...others.flatMap((name) => exactly(project, key, name))]];
}

const wordLookups = (project: string, words: readonly string[], isPrefix: boolean): Lookup[] =>
  words.map((word, place) =>
    isPrefix && place === words.length - 1 ? beginning(project, WORDS, word) : exactly(project, WORDS, word),
  );

const exactly = (project: string, key: string, value: string): Lookup => [
  { pk: searchPartition(project, key), from: `${value}#`, to: `${value}#${LAST}`, value },
];

const beginning = (project: string, key: string, value: string): Lookup => [
  { pk: searchPartition(project, key), from: value, to: value + LAST },
];

const firstSeen = (project: string, { range }: Extract<Test, { kind: "time" }>): Lookup => {
  const { from, to } = timeKeys(range);
  return LISTS.map((list) => ({
    pk: rankPartition(project, list, "firstSeen"),
    from,
    to: to && `${to}#${LAST}`,
  }));
};
