import type { Issue } from "@faultline/core/issue";
import { LISTS, type ListName } from "../projection/rows/list.js";
import { search } from "./search.js";

/** What a list is asked for. */
export interface ListIssues {
  readonly project: string;
  readonly status: "unresolved" | "regressed" | "resolved" | "ignored" | "all";
  readonly query?: string | undefined;
  readonly sort: "lastSeen" | "firstSeen" | "count" | "users";
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface IssuePage {
  readonly issues: readonly Issue[];
  /** Where the next page begins; undefined when there is none. A page may be short, or even empty, and go on. */
  readonly cursor: string | undefined;
}

/** In which lists of the view the issues of a status stand. */
export const LISTS_OF: Readonly<Record<ListIssues["status"], readonly ListName[]>> = {
  unresolved: ["unresolved", "regressed"],
  regressed: ["regressed"],
  resolved: ["resolved"],
  ignored: ["ignored"],
  all: LISTS,
};

/** Tells whether an issue belongs to what is asked for. */
export function matcher(
  { status, query }: Pick<ListIssues, "status" | "query">,
  now: number,
): (issue: Issue) => boolean {
  const matches = search(query ?? "", now);
  const isListed = (issue: Issue): boolean => {
    if (status === "all") return true;
    return status === "regressed" ? issue.regressed : issue.status === status;
  };
  // A place it has left may still be met: its root stands for it.
  return (issue) => issue.mergedInto === undefined && isListed(issue) && matches(issue);
}
