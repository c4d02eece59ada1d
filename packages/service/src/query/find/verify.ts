import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import type { Ports } from "../../ports.js";
import { FACET_ROWS, facetKind } from "../../projection/facets/facet-kinds.js";
import { getIssues } from "../issues.js";
import { isOfIssue, matchesFacets, matchesStanding } from "../syntax/matches.js";
import type { Query, Term, Test } from "../syntax/query.js";
import { facetsOfIssues, placesOf } from "./facets-of-issues.js";

type FindPorts = Pick<Ports, "view" | "settings">;

interface Asked {
  readonly query: Query;
  readonly now: number;
}

/** Those of the issues that meet a query, as it was asked at this time. What a member has, its root has. */
export async function verified(
  ports: FindPorts,
  project: string,
  ids: readonly string[],
  asked: Asked,
): Promise<Issue[]> {
  const { query, now } = asked;
  const roots = await rootsOf(ports, project, ids);
  // Of those that have not what is asked for nothing more is read: of a search that finds little they are nearly all.
  const having = await thoseHaving(ports, project, roots, asked);
  const issues = await getIssues(ports, project, having);
  return [...issues.values()].filter(
    (issue) => issue.id === query.id || matchesStanding(query, { issue, now }),
  );
}

/** The issues themselves, and in place of members what they are shown as a part of. */
export async function rootsOf(
  ports: Pick<Ports, "view">,
  project: string,
  ids: Iterable<string>,
): Promise<string[]> {
  const places = await placesOf(ports, project, [...ids]);
  return [...new Set([...places].map(([id, { mergedInto }]) => mergedInto ?? id))];
}

/** Those whose facets meet a query, row by row: the next one is read of those alone that met what the ones before say. */
async function thoseHaving(
  ports: FindPorts,
  project: string,
  ids: readonly string[],
  { query, now }: Asked,
): Promise<readonly string[]> {
  const byRow = groupBy(
    query.terms.filter(({ test }) => !isOfIssue(test)),
    ({ test }) => facetKind(keysOf(test)[0] ?? "", "").row,
  );
  let left = ids;
  for (const row of FACET_ROWS) {
    const terms: readonly Term[] = byRow.get(row) ?? [];
    if (terms.length === 0) continue;
    const keys = new Set(terms.flatMap(({ test }) => keysOf(test)));
    const facets = await facetsOfIssues(ports, project, left, { keys, now });
    left = left.filter((id) => id === query.id || matchesFacets({ terms }, facets.get(id) ?? new Map()));
  }
  return left;
}

/** The keys whose values say whether a test is met: all of them lie in one row. */
function keysOf(test: Test): readonly string[] {
  switch (test.kind) {
    case "text":
      return test.places;
    case "value":
    case "has":
      return [test.key];
    case "state":
    case "time":
      return [];
  }
}
