import type { Issue } from "@faultline/core/issue";
import { LISTS, type ListName } from "../projection/rows/list.js";
import type { Gap } from "./find/gaps.js";

export const STATUSES = ["unresolved", "regressed", "resolved", "ignored", "all"] as const;
export const SORTS = ["lastSeen", "firstSeen", "count", "users"] as const;

/** What a list is asked for. */
export interface ListIssues {
  readonly project: string;
  readonly status: (typeof STATUSES)[number];
  readonly query?: string | undefined;
  /** The id of the person who asks; undefined for a key. */
  readonly me?: string | undefined;
  /** Lists issues that happened there, and counts their events there. */
  readonly environment?: string | undefined;
  readonly sort: (typeof SORTS)[number];
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface IssuePage {
  readonly issues: readonly Issue[];
  /** Where the next page begins; undefined when there is none. A page may be short, or even empty, and go on. */
  readonly cursor: string | undefined;
  /** What is not kept whole of what was searched for. */
  readonly gaps?: readonly Gap[] | undefined;
  /** The event whose id was searched for: its issue is the page. */
  readonly event?: string | undefined;
}

/** Keeps of some issues those that a list shows, in no promised order. */
export type Accept = (ids: readonly string[]) => Promise<Issue[]>;

/** In which lists of the view the issues of a status stand. */
export const LISTS_OF: Readonly<Record<ListIssues["status"], readonly ListName[]>> = {
  unresolved: ["unresolved", "regressed"],
  regressed: ["regressed"],
  resolved: ["resolved"],
  ignored: ["ignored"],
  all: LISTS,
};

/** Whether an issue is shown with the status that is asked for. A member may be met where it was: its root stands for it. */
export function hasStatus({ status }: Pick<ListIssues, "status">, issue: Issue): boolean {
  if (issue.mergedInto !== undefined) return false;
  if (status === "all") return true;
  return status === "regressed" ? issue.regressed : issue.status === status;
}

/** By how much an issue comes before others. */
export const RANKS: Readonly<Record<ListIssues["sort"], (issue: Issue) => number>> = {
  lastSeen: (issue) => issue.lastSeen,
  firstSeen: (issue) => issue.firstSeen,
  count: (issue) => issue.count,
  users: (issue) => issue.users,
};

/** The order of a list: highest first, and by id among equals. */
export const inOrder =
  (sort: ListIssues["sort"]) =>
  (a: Issue, b: Issue): number =>
    RANKS[sort](b) - RANKS[sort](a) || (a.id < b.id ? -1 : 1);
