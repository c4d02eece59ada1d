import type { Ports } from "../../ports.js";
import { capOf, facetKind, isName, TAGS_CAP } from "../../projection/facets/facet-kinds.js";
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
      const range = { pk, from: `${cap}#`, to: `${cap}#\u{10ffff}`, limit: ISSUES_TOLD };
      const { items, next } = await view.query(range);
      const issues = items.map(({ sk }) => sk.slice(sk.lastIndexOf("#") + 1));
      return { of: cap, issues, hasMore: next !== undefined };
    }),
  );
  return gaps.filter(({ issues }) => issues.length > 0);
}

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
