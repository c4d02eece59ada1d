import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { issueAddress, latestOccurrenceAddress, url, withQuery } from "./addresses.js";
import type { Delivery, Grouped, Neighbours, Outage, Tag, Timeline } from "./issue-types.js";
import type { ListedRelease } from "./releases.js";
import { ApiError, request } from "./request.js";
import type { Issue, Occurrence } from "./types.js";

/** Which issue's. */
export interface OccurrenceRef {
  readonly project: string;
  readonly issue: string;
}

/** How often what may have changed is asked for again. */
const LIVE_MILLISECONDS = 4000;

export const liveIssueQuery = (place: OccurrenceRef) =>
  queryOptions({
    queryKey: ["issue", place.project, place.issue],
    queryFn: ({ signal }) => request<Issue>(issueAddress(place), { signal }),
    refetchInterval: LIVE_MILLISECONDS,
  });

export interface OccurrencePage {
  readonly occurrences: readonly Occurrence[];
  readonly cursor: string | null;
  /** Of a search: how many it found among how many events, of how many there are. */
  readonly found?: { readonly count: number; readonly among: number; readonly total: number };
}

/** One occurrence; the latest one when none is named. */
export const occurrenceQuery = (place: OccurrenceRef, event: string | undefined) =>
  queryOptions({
    queryKey: ["occurrence", place, event ?? "latest"],
    queryFn: async ({ signal }): Promise<Occurrence> => {
      if (event !== undefined)
        return request<Occurrence>(`${issueAddress(place)}/occurrences/${encodeURIComponent(event)}`, {
          signal,
        });
      const { occurrences } = await request<OccurrencePage>(latestOccurrenceAddress(place), { signal });
      const [latest] = occurrences;
      if (latest) return latest;
      throw new ApiError(404, "occurrence_not_found", "");
    },
    staleTime: event === undefined ? LIVE_MILLISECONDS : Number.POSITIVE_INFINITY,
  });

/** How many occurrences are asked for at first, and then each time. */
const FIRST_PAGE = 10;
const NEXT_PAGE = 50;

/** An issue's occurrences, or those that a search finds. */
export const occurrencesQuery = (place: OccurrenceRef, query: string) =>
  infiniteQueryOptions({
    queryKey: ["occurrences", place, query],
    queryFn: ({ pageParam: cursor, signal }) => {
      const limit = cursor === undefined ? FIRST_PAGE : NEXT_PAGE;
      const asked = { cursor, limit, query: query || undefined };
      return request<OccurrencePage>(withQuery(`${issueAddress(place)}/occurrences`, asked), { signal });
    },
    retry: false,
    placeholderData: (before) => before,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
  });

export const neighboursQuery = (place: OccurrenceRef, event: string) =>
  queryOptions({
    queryKey: ["neighbours", place, event],
    queryFn: ({ signal }) =>
      request<Neighbours>(`${issueAddress(place)}/occurrences/${encodeURIComponent(event)}/neighbours`, {
        signal,
      }),
    refetchInterval: LIVE_MILLISECONDS * 2,
  });

export const tagsQuery = (place: OccurrenceRef) =>
  queryOptions({
    queryKey: ["tags", place],
    queryFn: ({ signal }) =>
      request<{ over: number; tags: Tag[] }>(`${issueAddress(place)}/tags`, { signal }),
    staleTime: 30_000,
  });

/** Why an event is in the issue; without one, of its latest. */
export const groupingQuery = (place: OccurrenceRef, event: string | undefined) =>
  queryOptions({
    queryKey: ["grouping", place, event],
    queryFn: ({ signal }) =>
      request<Grouped>(
        event === undefined
          ? `${issueAddress(place)}/grouping`
          : `${issueAddress(place)}/occurrences/${encodeURIComponent(event)}/grouping`,
        { signal },
      ),
    staleTime: 60_000,
  });

export const deliveriesQuery = (place: OccurrenceRef) =>
  infiniteQueryOptions({
    queryKey: ["deliveries", place],
    queryFn: ({ pageParam, signal }) =>
      request<{ deliveries: Delivery[]; cursor: string | null }>(
        withQuery(`${issueAddress(place)}/deliveries`, { cursor: pageParam, limit: 8 }),
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    refetchInterval: LIVE_MILLISECONDS,
  });

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly unit: Timeline["unit"];
}

const rfc3339 = (at: number): string => new Date(at).toISOString();

/** `environment`: whose events are counted; empty for all. */
export const timelineQuery = (place: OccurrenceRef, span: Span, environment: string) =>
  timelineAt(issueAddress(place), span, environment);

/** The same of all that a project's issues have. */
export const projectTimelineQuery = (project: string, span: Span, environment: string) =>
  timelineAt(url`/v1/projects/${project}`, span, environment);

const timelineAt = (address: string, { from, to, unit }: Span, environment: string) =>
  queryOptions({
    queryKey: ["timeline", address, from, to, unit, environment],
    queryFn: ({ signal }) =>
      request<Timeline>(
        withQuery(`${address}/timeline`, {
          from: rfc3339(from),
          to: rfc3339(to),
          unit,
          environment: environment === "" ? undefined : environment,
        }),
        { signal },
      ),
    placeholderData: (before) => before,
  });

export const outagesQuery = ({ from, to }: Span) =>
  queryOptions({
    queryKey: ["outages", from, to],
    queryFn: ({ signal }) =>
      request<{ outages: Outage[] }>(withQuery("/v1/outages", { from: rfc3339(from), to: rfc3339(to) }), {
        signal,
      }),
    select: ({ outages }) => outages,
    placeholderData: (before) => before,
    // An outage may begin while the page is open, long before the span moves on.
    refetchInterval: 4000,
  });

export type Release = Pick<ListedRelease, "release" | "firstSeen" | "deploys">;

export const releasesQuery = (project: string) =>
  queryOptions({
    queryKey: ["releases", project],
    queryFn: ({ signal }) =>
      request<{ releases: Release[] }>(url`/v1/projects/${project}/releases`, { signal }),
    select: ({ releases }) => releases,
    staleTime: 30_000,
  });

/** An occurrence for whoever has its link. */
export const linkedQuery = (token: string) =>
  queryOptions({
    queryKey: ["linked", token],
    queryFn: ({ signal }) => request<Occurrence>(url`/shared/${token}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
