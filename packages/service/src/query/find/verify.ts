import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import type { Key, Ports } from "../../ports.js";
import { isWithin } from "../../projection/facets/facet-day.js";
import { type FACET_ROWS, facetKind } from "../../projection/facets/facet-kinds.js";
import { facetRowKey, readFacets } from "../../projection/facets/facet-rows.js";
import { issueKey } from "../../projection/rows/issue-row.js";
import { getIssues } from "../issues.js";
import { statesOf } from "../parts.js";
import { type Facets, matchesIssue } from "../syntax/matches.js";
import type { Query, Test } from "../syntax/query.js";

type RowName = (typeof FACET_ROWS)[number];
type FindPorts = Pick<Ports, "view" | "settings">;

/** Those of the issues that meet a query, as it was asked at this time. What a member has, its root has. */
export async function verified(
  ports: FindPorts,
  project: string,
  ids: readonly string[],
  { query, now }: { readonly query: Query; readonly now: number },
): Promise<Issue[]> {
  const issues = await getIssues(ports, project, await rootsOf(ports, project, ids));
  const facets = await facetsOfIssues(ports, project, [...issues.values()], { rows: rowsFor(query), now });
  return [...issues.values()].filter(
    (issue) =>
      issue.id === query.id || matchesIssue(query, { issue, now }, facets.get(issue.id) ?? new Map()),
  );
}

/** The issues themselves, and in place of members what they are shown as a part of. */
export async function rootsOf(
  ports: Pick<Ports, "view">,
  project: string,
  ids: Iterable<string>,
): Promise<string[]> {
  const states = await statesOf(ports, project, [...ids]);
  return [...new Set([...states].map(([id, { mergedInto }]) => mergedInto ?? id))];
}

/** What issues and their members are found by, as far as these rows say and it is within the retention. */
export async function facetsOfIssues(
  ports: FindPorts,
  project: string,
  issues: readonly Issue[],
  { rows, now }: { readonly rows: ReadonlySet<RowName>; readonly now: number },
): Promise<Map<string, Facets>> {
  if (rows.size === 0) return new Map();
  const states = await statesOf(
    ports,
    project,
    issues.flatMap(({ id, members = [] }) => [id, ...members]),
  );
  const keys = [...states].flatMap(([id, { series }]): Key[] =>
    [...rows].map((row) => facetRowKey(issueKey(project, id).pk, series.gen, row)),
  );
  const byIssue = groupBy(await ports.view.getMany(keys), ({ pk }) => pk.slice(pk.lastIndexOf("#") + 1));
  return new Map(
    issues.map(({ id, members = [] }) => {
      const { values } = readFacets([id, ...members].flatMap((part) => byIssue.get(part) ?? []));
      const within = [...values].map(([key, days]) => [key, valuesWithin(ports, days, now)] as const);
      return [id, new Map(within)];
    }),
  );
}

function valuesWithin(
  ports: Pick<Ports, "settings">,
  days: ReadonlyMap<string, number>,
  now: number,
): ReadonlySet<string> {
  const values = new Set<string>();
  for (const [value, day] of days) if (isWithin(ports, day, now)) values.add(value);
  return values;
}

/** The rows that say whether a query is met. */
function rowsFor({ terms }: Query): ReadonlySet<RowName> {
  return new Set(terms.flatMap(({ test }) => rowsOf(test)));
}

function rowsOf(test: Test): RowName[] {
  switch (test.kind) {
    case "text":
      return test.places.map((place) => facetKind(place, "").row);
    case "value":
    case "has":
      return [facetKind(test.key, "").row];
    case "state":
    case "time":
      return [];
  }
}
