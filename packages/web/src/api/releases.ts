import type * as Releases from "@faultline/service/http/v1-releases";
import { queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url, withQuery } from "./addresses.js";
import { request } from "./request.js";

export type ListedRelease = z.infer<typeof Releases.Release>;
export type OneRelease = z.infer<typeof Releases.OneRelease>;

interface ReleaseList {
  readonly releases: readonly ListedRelease[];
}

const LIVE_MILLISECONDS = 60_000;

/** A project's releases, the latest first, with how many issues began, came back and are resolved in them. */
export const releaseListQuery = (project: string) =>
  queryOptions({
    queryKey: ["release-list", project],
    queryFn: ({ signal }) =>
      request<ReleaseList>(withQuery(url`/v1/projects/${project}/releases`, { counts: "issues" }), {
        signal,
      }),
    refetchInterval: LIVE_MILLISECONDS,
  });

export const releaseQuery = (project: string, release: string) =>
  queryOptions({
    queryKey: ["release", project, release],
    queryFn: ({ signal }) =>
      request<OneRelease>(url`/v1/projects/${project}/releases/${release}`, { signal }),
    refetchInterval: LIVE_MILLISECONDS,
  });
