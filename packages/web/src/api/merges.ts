import { url } from "./addresses.js";
import { request } from "./request.js";
import type { Issue } from "./types.js";

/** Shows issues as parts of another one; gives back the one that is shown from now on. */
export const mergeIssues = (project: string, issue: string, issues: readonly string[]): Promise<Issue> =>
  request(url`/v1/projects/${project}/issues/${issue}/merge`, { method: "POST", body: { issues } });

/** Takes members out of an issue again. */
export const unmergeIssues = (project: string, issue: string, issues: readonly string[]): Promise<Issue> =>
  request(url`/v1/projects/${project}/issues/${issue}/unmerge`, { method: "POST", body: { issues } });
