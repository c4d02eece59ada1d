import type * as Destinations from "@faultline/service/http/v1-destinations";
import type * as Notifications from "@faultline/service/http/v1-notifications";
import type * as Setups from "@faultline/service/http/v1-setup";
import type * as SourceMaps from "@faultline/service/http/v1-source-maps";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { url, withQuery } from "./addresses.js";
import type { ApiKey, CreatedKey } from "./issue-types.js";
import { request } from "./request.js";
import type { ListedIssue, Project } from "./types.js";

export type Setup = z.infer<typeof Setups.Setup>;
export type Guide = Setup["guides"][number];
export type SourceMap = z.infer<typeof SourceMaps.SourceMap>;
export type DestinationSettings = z.infer<typeof Destinations.DestinationSettings>;
export type Destination = z.infer<typeof Notifications.Destination>;

export const setupQuery = (project: string) =>
  queryOptions({
    queryKey: ["setup", project],
    queryFn: ({ signal }) => request<Setup>(url`/v1/projects/${project}/setup`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The issue that happened last, asked for often while somebody waits for the first. */
export const firstIssueQuery = (project: string) =>
  queryOptions({
    queryKey: ["first-issue", project],
    queryFn: ({ signal }) =>
      request<{ issues: ListedIssue[] }>(`${url`/v1/projects/${project}/issues`}?limit=1`, { signal }),
    select: ({ issues }) => issues[0],
    refetchInterval: (query) => (query.state.data?.issues.length ? 3000 : 1000),
  });

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: ["keys", project],
    queryFn: ({ signal }) => request<{ keys: ApiKey[] }>(url`/v1/projects/${project}/keys`, { signal }),
    select: ({ keys }) => keys,
  });

export const createKey = (project: string, label: string): Promise<CreatedKey> =>
  request(url`/v1/projects/${project}/keys`, { method: "POST", body: { label } });

export const revokeKey = (project: string, key: string): Promise<void> =>
  request(url`/v1/projects/${project}/keys/${key}`, { method: "DELETE" });

export const changeSettings = (
  project: string,
  settings: Partial<Pick<Project, "grouping" | "redact" | "autoResolveDays">>,
): Promise<Project> => request(url`/v1/projects/${project}`, { method: "PATCH", body: settings });

/** Whose destinations are meant: a project's, or those of all projects that have none of their own. */
export type DestinationOwner = string | undefined;

const destinationsPath = (project: DestinationOwner): string =>
  project === undefined ? "/v1/destinations" : url`/v1/projects/${project}/destinations`;

export const destinationsQuery = (project: DestinationOwner) =>
  queryOptions({
    queryKey: ["destinations", project ?? null],
    queryFn: ({ signal }) => request<{ destinations: Destination[] }>(destinationsPath(project), { signal }),
    select: ({ destinations }) => destinations,
    refetchInterval: 10_000,
  });

interface DestinationChange {
  readonly config?: object;
  readonly paused?: boolean;
}

export const addDestination = (
  project: DestinationOwner,
  body: DestinationChange,
): Promise<DestinationSettings> => request(destinationsPath(project), { method: "POST", body });

export const destinationSettings = (project: DestinationOwner, id: string): Promise<DestinationSettings> =>
  request(`${destinationsPath(project)}/${id}`);

export const changeDestination = (
  project: DestinationOwner,
  id: string,
  body: DestinationChange,
): Promise<DestinationSettings> => request(`${destinationsPath(project)}/${id}`, { method: "PATCH", body });

export const removeDestination = (project: DestinationOwner, id: string): Promise<void> =>
  request(`${destinationsPath(project)}/${id}`, { method: "DELETE" });

export const keepNotifications = (
  project: string,
  notifications: readonly object[],
): Promise<{ notifications: { id: string; label: string }[] }> =>
  request(url`/v1/projects/${project}/notifications`, { method: "PUT", body: { notifications } });

export interface Tested {
  readonly destination: string;
  readonly outcome: "sent" | "failed";
  readonly reason?: string;
}

export const sendTest = (
  project: DestinationOwner,
  asked: { id: string } | { config: object },
): Promise<Tested> => {
  const path =
    project === undefined ? "/v1/destinations/test" : url`/v1/projects/${project}/notifications/test`;
  return request(path, { method: "POST", body: asked });
};

interface SourceMapPage {
  readonly sourceMaps: readonly SourceMap[];
  readonly cursor: string | null;
}

export const sourceMapsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: ["source-maps", project],
    queryFn: ({ pageParam, signal }) =>
      request<SourceMapPage>(
        withQuery(url`/v1/projects/${project}/source-maps`, { limit: "10", cursor: pageParam }),
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ cursor }) => cursor ?? undefined,
  });
