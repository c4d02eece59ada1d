import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Span } from "../settings/stored-settings.js";
import { issuesAddress, url, withQuery } from "./addresses.js";
import { request } from "./request.js";
import type { BulkResult, Decision, Gap, Issue, ListedIssue } from "./types.js";

export const TABS = ["unresolved", "regressed", "ignored", "resolved", "all"] as const;
export const SORTS = ["lastSeen", "firstSeen", "count", "users"] as const;
export type Tab = (typeof TABS)[number];
export type Sort = (typeof SORTS)[number];

/** Which issues a list shows, and in which order. */
export interface Listing {
  /** Without one, the list is of all projects. */
  readonly project?: string | undefined;
  readonly status: Tab;
  readonly query: string;
  /** Issues that happened there, and their events there; empty for all. */
  readonly env: string;
  readonly sort: Sort;
  readonly span: Span;
}

export interface IssuePage {
  readonly issues: readonly ListedIssue[];
  readonly cursor: string | null;
  /** Of what was searched for, what is not kept whole. */
  /** The event whose id was searched for. */
  readonly event?: string | undefined;
  readonly gaps?: readonly Gap[] | undefined;
}

const FOUND_MAX = 5;
/** The most a request may change. */
const BULK_MAX = 500;

export const issuesQuery = (listing: Listing) =>
  infiniteQueryOptions({
    queryKey: ["issues", listing],
    queryFn: ({ pageParam, signal }) => getPage(listing, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    // Only the first page is asked for again, beside: a list that a person reads must not move by itself.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

/** The few issues of all projects, whatever their status, that somebody who types most likely means. */
export const foundIssuesQuery = (query: string) =>
  queryOptions({
    queryKey: ["found-issues", query],
    queryFn: ({ signal }) =>
      request<IssuePage>(withQuery("/v1/issues", { query, limit: FOUND_MAX }), { signal }),
    staleTime: 10_000,
    gcTime: 60_000,
  });

/** The first page as it stands now. */
export const latestIssuesQuery = (listing: Listing) =>
  queryOptions({
    queryKey: ["latest-issues", listing],
    queryFn: ({ signal }) => getPage(listing, undefined, signal),
    // Of all projects, each is asked.
    refetchInterval: listing.project === undefined ? 10_000 : 4000,
    gcTime: 0,
  });

export const decideIssue = (project: string, issue: string, decision: Decision): Promise<Issue> =>
  request(url`/v1/projects/${project}/issues/${issue}`, { method: "PATCH", body: decision });

export type BulkChange = Decision | { readonly delete: true; readonly discard?: true };

type IssueRef = Pick<Issue, "project" | "id">;

/** A result for each issue. */
export async function changeIssues(issues: readonly IssueRef[], change: BulkChange): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const project of new Set(issues.map((issue) => issue.project))) {
    const ids = issues.filter((issue) => issue.project === project).map(({ id }) => id);
    for (let start = 0; start < ids.length; start += BULK_MAX) {
      const body = { ...change, ids: ids.slice(start, start + BULK_MAX) };
      const path = url`/v1/projects/${project}/issues`;
      const answer = await request<{ results: BulkResult[] }>(path, { method: "PATCH", body });
      results.push(...answer.results);
    }
  }
  return results;
}

const getPage = (listing: Listing, cursor: string | undefined, signal: AbortSignal): Promise<IssuePage> =>
  request(issuesAddress(listing, cursor), { signal });
