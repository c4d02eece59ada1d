import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Span } from "../settings/settings.js";
import { request, url, withQuery } from "./request.js";
import type { BulkResult, Decision, Issue, ListedIssue } from "./types.js";

export const TABS = ["unresolved", "regressed", "ignored", "resolved", "all"] as const;
export const SORTS = ["lastSeen", "firstSeen", "count", "users"] as const;
export type Tab = (typeof TABS)[number];
export type Sort = (typeof SORTS)[number];

/** Which issues a list shows, and in which order. */
export interface Listing {
  readonly project: string;
  readonly status: Tab;
  readonly query: string;
  readonly sort: Sort;
  readonly span: Span;
}

export interface IssuePage {
  readonly issues: readonly ListedIssue[];
  readonly cursor: string | null;
}

const PAGE = 50;
/** Who reads past the first page wants the rest: fewer, longer answers. */
const NEXT_PAGE = 250;
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

/** The first page as it stands now. */
export const latestIssuesQuery = (listing: Listing) =>
  queryOptions({
    queryKey: ["latest-issues", listing],
    queryFn: ({ signal }) => getPage(listing, undefined, signal),
    refetchInterval: 4000,
    gcTime: 0,
  });

export const decideIssue = (project: string, issue: string, decision: Decision): Promise<Issue> =>
  request(url`/v1/projects/${project}/issues/${issue}`, { method: "PATCH", body: decision });

export type BulkChange = Decision | { readonly delete: true };

/** A result for each issue, in their order. */
export async function changeIssues(
  project: string,
  ids: readonly string[],
  change: BulkChange,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (let start = 0; start < ids.length; start += BULK_MAX) {
    const body = { ...change, ids: ids.slice(start, start + BULK_MAX) };
    const answer = await request<{ results: BulkResult[] }>(url`/v1/projects/${project}/issues`, {
      method: "PATCH",
      body,
    });
    results.push(...answer.results);
  }
  return results;
}

function getPage(listing: Listing, cursor: string | undefined, signal: AbortSignal): Promise<IssuePage> {
  const { project, status, query, sort, span } = listing;
  const asked = {
    status,
    query: query === "" ? undefined : query,
    sort,
    sparkline: span,
    cursor,
    limit: cursor === undefined ? PAGE : NEXT_PAGE,
  };
  return request(withQuery(url`/v1/projects/${project}/issues`, asked), { signal });
}
