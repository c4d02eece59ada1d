import type * as Activity from "@faultline/service/http/v1-activity";
import type * as Comments from "@faultline/service/http/v1-comments";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url, withQuery } from "./addresses.js";
import type { OccurrenceRef } from "./occurrences.js";
import { request } from "./request.js";

export type ActivityLine = z.infer<typeof Activity.ActivityLine>;
export type Comment = z.infer<typeof Comments.Comment>;

const pathOf = ({ project, issue }: OccurrenceRef, rest: string): string =>
  url`/v1/projects/${project}/issues/${issue}` + rest;

const PAGE = 30;
/** What others decide and say is shown within so long. */
const LIVE_MILLISECONDS = 10_000;

interface ActivityPage {
  readonly activity: readonly ActivityLine[];
  readonly cursor: string | null;
}

export const activityQuery = (place: OccurrenceRef) =>
  infiniteQueryOptions({
    queryKey: ["activity", place],
    queryFn: ({ pageParam, signal }) =>
      request<ActivityPage>(withQuery(pathOf(place, "/activity"), { cursor: pageParam, limit: PAGE }), {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
    refetchInterval: LIVE_MILLISECONDS,
  });

export const commentsQuery = (place: OccurrenceRef) =>
  queryOptions({
    queryKey: ["comments", place],
    queryFn: ({ signal }) => request<{ comments: Comment[] }>(pathOf(place, "/comments"), { signal }),
    select: ({ comments }) => comments,
    refetchInterval: LIVE_MILLISECONDS,
  });

export const addComment = (place: OccurrenceRef, text: string): Promise<Comment> =>
  request(pathOf(place, "/comments"), { method: "POST", body: { text } });

export const editComment = (place: OccurrenceRef, id: string, text: string): Promise<Comment> =>
  request(pathOf(place, url`/comments/${id}`), { method: "PATCH", body: { text } });

export const deleteComment = (place: OccurrenceRef, id: string): Promise<void> =>
  request(pathOf(place, url`/comments/${id}`), { method: "DELETE" });
