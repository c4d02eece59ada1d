import { type IssueState, issueKey } from "../rows/issue-row.js";
import type { FacetPlace } from "./facet-writes.js";

/** Where an issue's facets are kept, given what its row said and what it is to say. */
export const facetPlace = (
  project: string,
  issue: string,
  before: IssueState,
  { series, summary }: Pick<IssueState, "series" | "summary">,
): FacetPlace => ({
  project,
  issue,
  pk: issueKey(project, issue).pk,
  gen: series.gen,
  expiresAt: series.expiresAt,
  stamp: before.facetStamp,
  leftOut: before.leftOut,
  first: { before: before.summary?.head.digest, now: summary?.head.digest },
});
