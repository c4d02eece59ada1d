import type { Issue as IssueInfo } from "@faultline/core/issue";
import type { Mute } from "@faultline/core/status";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { assigneeOf } from "../people/assignee.js";
import { nameOf, personIdIn } from "../people/who.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { refuseUnknownTags } from "../query/find/unknown-tags.js";
import { listIssues } from "../query/list-issues.js";
import { issueIdOf } from "../query/short-ids.js";
import { parseQuery } from "../query/syntax/parse.js";
import { readingOnce } from "../table/read-once.js";
import { discardIssue } from "../triage/discard.js";
import { decide, deleteIssue, requireIssue, requireRoot } from "../triage/triage.js";
import { refuseUnlessMay } from "./caller.js";
import { FoundIssues, ListQuery, renderedPage } from "./listed-issues.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { renderedIssue } from "./render-issue.js";
import { BulkDecision, BulkResult, Decision, Issue, IssuePath, ProjectPath } from "./schemas.js";

const list = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues",
  summary: "Issues, latest first; all pages together hold every issue once",
  request: {
    params: ProjectPath,
    query: ListQuery,
  },
  responses: {
    200: json(FoundIssues, "A page of issues"),
    ...refusals,
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}",
  summary: "An issue: its counts, its times, its status and who decided it",
  request: { params: IssuePath },
  responses: { 200: json(Issue, "The issue"), ...refusals },
});

const patch = createRoute({
  method: "patch",
  path: "/v1/projects/{project}/issues/{issue}",
  summary: "Resolve, ignore, reopen, mute or assign",
  request: { params: IssuePath, ...body(Decision) },
  responses: { 200: json(Issue, "The issue as it stands now"), ...refusals },
});

const bulk = createRoute({
  method: "patch",
  path: "/v1/projects/{project}/issues",
  summary: "The same for many, each with its own result",
  request: { params: ProjectPath, ...body(BulkDecision) },
  responses: {
    200: json(z.object({ results: z.array(BulkResult) }), "A result for each id, in their order"),
    ...refusals,
  },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/projects/{project}/issues/{issue}",
  summary: "Delete an issue's events up to now",
  request: {
    params: IssuePath,
    query: z.object({
      discard: z
        .literal("1")
        .optional()
        .openapi({ description: "What comes of it later is dropped, by a rule" }),
    }),
  },
  responses: { 204: { description: "Deleted" }, ...refusals },
});

export function issueRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    const asked = c.req.valid("query");
    const once = readingOnce(ports);
    const me = personIdIn(c.get("scope"));
    await refuseUnknownTags(once, [project], parseQuery(asked.query ?? "", { now: ports.clock.now(), me }));
    const page = await listIssues(once, { project, ...asked, me });
    return c.json(await renderedPage(once, page, asked), 200);
  });
  app.openapi(get, async (c) => {
    const { project, issue } = c.req.valid("param");
    return c.json(await renderedIssue(ports, await requireIssue(ports, project, issue)), 200);
  });
  app.openapi(patch, async (c) => {
    const { project, issue } = c.req.valid("param");
    c.set("told", { detail: c.req.valid("json") });
    const by = nameOf(c.get("scope"));
    const changed = await change(ports, { project, issue, by }, c.req.valid("json"));
    return c.json(await renderedIssue(ports, changed), 200);
  });
  app.openapi(bulk, async (c) => {
    const { project } = c.req.valid("param");
    const { ids, delete: isDeletion, discard: isDiscard, ...decision } = c.req.valid("json");
    // As each deletion alone does.
    if (isDeletion) refuseUnlessMay(c, "manage", project);
    c.set("told", { detail: { ...decision, delete: isDeletion, discard: isDiscard, issues: ids.length } });
    const by = nameOf(c.get("scope"));
    const ending = isDiscard ? "discard" : isDeletion ? "delete" : undefined;
    const results: z.infer<typeof BulkResult>[] = [];
    for (const issue of ids) results.push(await oneOf(ports, { project, issue, by }, ending ?? decision));
    return c.json({ results }, 200);
  });
  app.openapi(remove, async (c) => {
    const { project, issue } = c.req.valid("param");
    const remove = c.req.valid("query").discard ? discardIssue : deleteIssue;
    await remove(ports, project, issue, nameOf(c.get("scope")));
    return c.body(null, 204);
  });
  return app;
}

/** An issue, and who decides about it. */
interface Meant {
  readonly project: string;
  readonly issue: string;
  readonly by: string;
}

/** One issue of many: its refusal is its own result and does not stop the others. */
async function oneOf(
  ports: ProjectionPorts & Pick<Ports, "region">,
  { project, issue: id, by }: Meant,
  decision: z.infer<typeof Decision> | "delete" | "discard",
): Promise<z.infer<typeof BulkResult>> {
  try {
    const issue = await issueIdOf(ports, project, id);
    if (decision === "discard") await discardIssue(ports, project, issue, by);
    else if (decision === "delete") await deleteIssue(ports, project, issue, by);
    else {
      const changed = await change(ports, { project, issue, by }, decision);
      return { id, ok: true, issue: await renderedIssue(ports, changed) };
    }
    return { id, ok: true };
  } catch (error) {
    if (!(error instanceof VisibleError)) throw error;
    return { id, ok: false, code: error.code, detail: error.message };
  }
}

async function change(
  ports: ProjectionPorts,
  { project, issue, by }: Meant,
  { status, in: release, assignee: meant, mute }: z.infer<typeof Decision>,
) {
  if (status === undefined && mute === undefined && meant === undefined)
    throw new VisibleError(
      "unprocessable",
      "bad_request",
      "Say what to change: status, mute, assignee, or several of them.",
    );
  if (release !== undefined && status !== "resolved")
    throw new VisibleError("unprocessable", "bad_request", 'in: only with "status": "resolved".');
  const absolute = mute && absoluteMute(mute, await requireRoot(ports, project, issue));
  const inRelease = release === undefined || release === "next" ? release : { release };
  const assignee = typeof meant === "string" ? await assigneeOf(ports, project, meant) : meant;
  return decide(ports, { project, issue, status, in: inRelease, assignee, mute: absolute, by });
}

/** A mute in the counts of the issue as it is now, so that it means the same later. */
function absoluteMute(
  mute: NonNullable<z.infer<typeof Decision>["mute"]>,
  { count, users }: IssueInfo,
): Mute {
  if ("until" in mute) return mute;
  if ("users" in mute) return { users: users + mute.users };
  return mute.window ? { count: mute.count, window: mute.window } : { total: count + mute.count };
}
