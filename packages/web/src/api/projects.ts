import { queryOptions } from "@tanstack/react-query";
import { PROJECTS, url } from "./addresses.js";
import { request } from "./request.js";
import type { Project } from "./types.js";

export const projectsQuery = queryOptions({
  queryKey: ["projects"],
  queryFn: ({ signal }) => request<{ projects: Project[] }>(PROJECTS, { signal }),
  select: ({ projects }) => projects,
  refetchInterval: 10_000,
});

export const projectQuery = (name: string) =>
  queryOptions({
    queryKey: ["project", name],
    queryFn: ({ signal }) => request<Project>(url`/v1/projects/${name}`, { signal }),
  });

export const createProject = (name: string, displayName: string | undefined): Promise<Project> =>
  request(url`/v1/projects/${name}`, { method: "PUT", body: { displayName } });

export const renameProject = (name: string, displayName: string): Promise<Project> =>
  request(url`/v1/projects/${name}`, { method: "PATCH", body: { displayName } });

/** Every link to an occurrence that was handed out so far shows nothing any more. */
export const revokeLinks = (name: string): Promise<void> =>
  request(url`/v1/projects/${name}/links`, { method: "DELETE" });

export const deleteProject = (name: string): Promise<void> =>
  request(url`/v1/projects/${name}`, { method: "DELETE" });
