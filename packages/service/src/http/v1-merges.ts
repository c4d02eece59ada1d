import * as z from "zod";
import { nameOf } from "../people/who.js";
import type { Ports } from "../ports.js";
import { issueIdOf } from "../query/short-ids.js";
import { MEMBERS_MAX, mergeIssues, unmergeIssues } from "../triage/merge-issues.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, body, createRoute, json, optionalBody, refusals } from "./openapi.js";
import { renderedIssue } from "./render-issue.js";
import { Issue, IssuePath } from "./schemas.js";

const Others = z.strictObject({ issues: z.array(z.string()).min(1).max(MEMBERS_MAX) }).openapi("Others");

const merge = createRoute({
  method: "post",
  path: "/v1/projects/{project}/issues/{issue}/merge",
  summary:
    "Show issues as parts of this one from now on: counts, timelines, users and occurrences are joined",
  request: { params: IssuePath, ...body(Others) },
  responses: {
    200: json(Issue, "The issue with its members; that of a member is the one it is in"),
    ...refusals,
  },
});

const unmerge = createRoute({
  method: "post",
  path: "/v1/projects/{project}/issues/{issue}/unmerge",
  summary: "Take members out of an issue again, or without a body, of a member, itself: each is what it was",
  request: { params: IssuePath, ...optionalBody(Others.partial()) },
  responses: { 200: json(Issue, "The issue named, as it stands now"), ...refusals },
});

/** Showing several issues as one, and taking that back. */
export function mergeRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(merge, async (c) => {
    const { project, issue } = c.req.valid("param");
    const issues = await idsOf(ports, project, c.req.valid("json").issues);
    c.set("told", { detail: { issues } });
    const into = await mergeIssues(ports, { project, issue, issues, by: nameOf(c.get("scope")) });
    return c.json(await renderedIssue(ports, await requireIssue(ports, project, into)), 200);
  });
  app.openapi(unmerge, async (c) => {
    const { project, issue } = c.req.valid("param");
    const issues = await idsOf(ports, project, c.req.valid("json").issues ?? []);
    c.set("told", { detail: { issues } });
    await unmergeIssues(ports, { project, issue, issues, by: nameOf(c.get("scope")) });
    return c.json(await renderedIssue(ports, await requireIssue(ports, project, issue)), 200);
  });
  return app;
}

const idsOf = (ports: Pick<Ports, "view">, project: string, issues: readonly string[]): Promise<string[]> =>
  Promise.all(issues.map((one) => issueIdOf(ports, project, one)));
