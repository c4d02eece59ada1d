import { isName } from "../../projection/facets/facet-kinds.js";
import { indexPlace, WORDS } from "../../projection/facets/index-rows.js";
import { LISTS } from "../../projection/rows/list.js";
import { timeKeys } from "../../projection/rows/ranks.js";
import { rankPartition, searchPartition } from "../../table/layout.js";
import type { Query, Test } from "../syntax/query.js";
import { ALWAYS, type TimeRange } from "../syntax/time-range.js";
import { wordsOf } from "../syntax/words.js";

/** A range of rows, the same in some partitions, that holds every issue which meets a term, and maybe others. */
export interface Lookup {
  readonly pks: readonly string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** The one value that is meant; undefined for any in the range. */
  readonly value?: string | undefined;
}

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

/** Where what a query asks for may be found, the likely rarest first; none when it only says what is not to be there. */
export function lookupsOf(project: string, { terms }: Query): Lookup[] {
  const lookups = terms.flatMap(({ test, isNegated }) => (isNegated ? [] : lookupsOfTest(project, test)));
  const rarity = ({ value, from = "" }: Lookup): number => (value ?? from).length;
  const distinct = new Map(lookups.map((lookup) => [JSON.stringify(lookup), lookup]));
  return [...distinct.values()].sort((a, b) => rarity(b) - rarity(a)).slice(0, LOOKUPS_MAX);
}

function lookupsOfTest(project: string, test: Test): Lookup[] {
  switch (test.kind) {
    case "text":
      return wordLookups(project, test.words, test.isPrefix);
    case "has":
      return indexPlace([test.key, ""]) ? [{ pks: [searchPartition(project, test.key)] }] : [];
    case "value":
      return valueLookups(project, test);
    case "time":
      return test.by === "firstSeen" ? [firstSeen(project, test)] : [];
    case "state":
      return [];
  }
}

function valueLookups(project: string, { key, value, isPrefix }: Extract<Test, { kind: "value" }>): Lookup[] {
  // Names are found by their words; the last one may have been cut with them.
  if (isName(key)) return wordLookups(project, wordsOf(value), true);
  return [isPrefix ? beginning(project, key, value) : exactly(project, key, value)];
}

const wordLookups = (project: string, words: readonly string[], isPrefix: boolean): Lookup[] =>
  words.map((word, place) =>
    isPrefix && place === words.length - 1 ? beginning(project, WORDS, word) : exactly(project, WORDS, word),
  );

const exactly = (project: string, key: string, value: string): Lookup => ({
  pks: [searchPartition(project, key)],
  from: `${value}#`,
  to: `${value}#${LAST}`,
  value,
});

const beginning = (project: string, key: string, value: string): Lookup => ({
  pks: [searchPartition(project, key)],
  from: value,
  to: value + LAST,
});

const firstSeen = (project: string, { range }: Extract<Test, { kind: "time" }>): Lookup => {
  const { from, to } = timeKeys(range);
  return {
    pks: LISTS.map((list) => rankPartition(project, list, "firstSeen")),
    from,
    to: to && `${to}#${LAST}`,
  };
};
