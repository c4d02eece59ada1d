import type { Key, Ports } from "../../ports.js";
import { isWithin } from "../../projection/facets/facet-day.js";
import { facetKind } from "../../projection/facets/facet-kinds.js";
import { facetRowKey, readFacets } from "../../projection/facets/facet-rows.js";
import { issueKey } from "../../projection/rows/issue-row.js";
import { listRows } from "../list-rows.js";
import { LISTS_OF } from "../listing.js";
import { searchKey, tagKey } from "../syntax/keys.js";
import { placesOf, withMembers } from "./facets-of-issues.js";

/** What every tag's key begins with. */
const TAG = tagKey("");

interface Asked {
  /** Compared as keys are. */
  readonly begins: string;
  /** Of so many of the issues seen last. */
  readonly issuesMax: number;
}

/**
 * The tags of a project's latest issues that begin so, as a search names them: `customer`, and `tag.level` of one that is
 * called as a key of ours is, or where all are asked for by `tag.`. In their order.
 */
export async function tagNames(
  ports: Pick<Ports, "view" | "settings" | "clock">,
  project: string,
  { begins, issuesMax }: Asked,
): Promise<string[]> {
  const ids = await latestIssues(ports, project, issuesMax);
  const places = await withMembers(ports, project, await placesOf(ports, project, ids));
  const row = facetKind(TAG, "").row;
  const keys = [...places].map(([id, { gen }]): Key => facetRowKey(issueKey(project, id).pk, gen, row));
  const { values } = readFacets(await ports.view.getMany(keys));
  const now = ports.clock.now();
  const known = [...values].filter(([, days]) => [...days.values()].some((day) => isWithin(ports, day, now)));
  const isWhole = begins.startsWith(TAG);
  return known
    .filter(([key]) => key.startsWith(TAG))
    .map(([key]) => (isWhole || searchKey(key.slice(TAG.length)) ? key : key.slice(TAG.length)))
    .filter((name) => name.startsWith(begins))
    .sort();
}

async function latestIssues(
  ports: Pick<Ports, "view">,
  project: string,
  most: number,
): Promise<readonly string[]> {
  const ids = new Set<string>();
  for await (const { issue, until } of listRows(ports, project, LISTS_OF.all)) {
    if (until === undefined) ids.add(issue);
    if (ids.size === most) break;
  }
  return [...ids];
}
