import type { Ports } from "../../ports.js";
import { capOf, capOfBoth, facetKind, isName, TAGS_CAP } from "../../projection/facets/facet-kinds.js";
import { CAPS } from "../../projection/facets/index-rows.js";
import { searchPartition } from "../../table/layout.js";
import type { Query, Test } from "../syntax/query.js";

/** What a search may have missed: issues that have more values of a kind than are kept. */
export interface Gap {
  /** `message numbers`, say. */
  readonly of: string;
  readonly issues: readonly string[];
  /** There are more of them. */
  readonly hasMore: boolean;
}

const ISSUES_TOLD = 10;

/** Of what a query asks for, what is not kept whole. */
export async function gapsOf(
  { view }: Pick<Ports, "view">,
  project: string,
  { terms }: Query,
): Promise<Gap[]> {
  const caps = [...new Set(terms.flatMap(({ test }) => capsOf(test)))];
  const pk = searchPartition(project, CAPS);
  const gaps = await Promise.all(
    caps.map(async (cap): Promise<Gap> => {
      const told = [cap, capOfBoth(cap)].filter((one) => one !== undefined);
      const pages = await Promise.all(told.map((one) => view.query(rowsOf(pk, one))));
      const ids = pages.flatMap(({ items }) => items.map(({ sk }) => sk.slice(sk.lastIndexOf("#") + 1)));
      const issues = [...new Set(ids)].sort();
      const hasMore = pages.some(({ next }) => next !== undefined) || issues.length > ISSUES_TOLD;
      return { of: cap, issues: issues.slice(0, ISSUES_TOLD), hasMore };
    }),
  );
  return gaps.filter(({ issues }) => issues.length > 0);
}

const rowsOf = (pk: string, cap: string) => ({
  pk,
  from: `${cap}#`,
  to: `${cap}#\u{10ffff}`,
  limit: ISSUES_TOLD,
});

function capsOf(test: Test): string[] {
  switch (test.kind) {
    case "text":
      return textCaps(test);
    case "value":
    case "has":
      return valueCaps(test.key);
    case "state":
    case "time":
      return [];
  }
}

function textCaps({ places, words, isPrefix }: Extract<Test, { kind: "text" }>): string[] {
  const parts = [...words, ...words.slice(1).map((word, place) => `${words[place]} ${word}`)];
  const open = isPrefix ? [`${parts.at(-1)}0`] : [];
  return places.flatMap((place) => [...parts, ...open].map((part) => capOf(place, facetKind(place, part))));
}

function valueCaps(key: string): string[] {
  const own = capOf(key, facetKind(key, ""));
  if (key.startsWith("tag.")) return [own, TAGS_CAP];
  // Names are found by their words.
  return isName(key) ? [own, ...["x", "0"].map((word) => capOf("frames", facetKind("frames", word)))] : [own];
}
