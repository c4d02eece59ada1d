import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { messageName } from "@faultline/core/message-name";
import { Status } from "@faultline/core/status";
import { parseTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { nameOf } from "../people/who.js";
import type { Ports, QueryPorts } from "../ports.js";
import { issuesByMessage } from "../query/issues.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { activePoints } from "../query/timeline.js";
import { decide, deleteIssue } from "../triage/triage.js";
import { jsonBody } from "./json-body.js";
import type { Environment } from "./request-context.js";
import { listed, reversedUnixtime, shown, v0Time } from "./v0-render.js";

const PAGE = 500;
const Patch = z.object({ status: Status });
/** An empty one is what the web UI's link to all errors sends. */
const Listing = z.enum(["unresolved", "resolved", "ignored", "all", ""]).default("all");

/** The original's calls about errors. `{message}` is the URL-encoded title message of an issue. */
export function v0Errors(ports: Ports): Hono<Environment> {
  const app = new Hono<Environment>();
  const errors = "/v0/projects/:project/errors";

  app.get(errors, async (c) => {
    const status = Listing.safeParse(c.req.query("status"));
    if (!status.success) throw badStatus();
    const issues = await everyIssue(ports, c.req.param("project"), status.data || "all");
    return c.json({ data: { errors: issues.map(listed), scannedCount: issues.length } });
  });

  app.get(`${errors}/:message`, async (c) => {
    const issue = await issueOf(ports, c);
    const { occurrences } = await listOccurrences(ports, {
      project: issue.project,
      issue: issue.id,
      limit: 1,
    });
    const [latest] = occurrences;
    const error = latest ? shown(latest) : listed(issue);
    const points = await minutesOf(ports, c, issue);
    return c.json({
      data: { error, timeline: { errors: points, totalCount: points.length, scannedCount: points.length } },
    });
  });

  app.patch(`${errors}/:message`, async (c) => {
    const { project, id: issue } = await issueOf(ports, c);
    const { status } = await jsonBody(c, Patch, badStatus().message);
    c.set("told", { detail: { status } });
    return c.json({
      data: { error: listed(await decide(ports, { project, issue, status, by: nameOf(c.get("scope")) })) },
    });
  });

  app.delete(`${errors}/:message`, async (c) => {
    const { project, id } = await issueOf(ports, c);
    await deleteIssue(ports, project, id, nameOf(c.get("scope")));
    return c.body(null, 204);
  });

  app.get(`${errors}/:message/occurrences`, async (c) => {
    const { project, id: issue, count } = await issueOf(ports, c);
    const limit = Math.min(PAGE, Math.max(1, Number(c.req.query("limit")) || 10));
    const occurrences = await occurrencesAfter(ports, { project, issue, limit }, c.req.query("after"));
    return c.json({ data: { errors: occurrences.map(shown), totalCount: count } });
  });

  app.get(`${errors}/:message/occurrences/:reversedUnixtime`, async (c) => {
    const issue = await issueOf(ports, c);
    const occurrence = await occurrenceAt(ports, issue, c.req.param("reversedUnixtime"));
    return c.json({ data: { error: shown(occurrence) } });
  });
  return app;
}

const badStatus = (): VisibleError =>
  new VisibleError("bad_request", "bad_request", "status is one of unresolved, resolved, ignored.");

async function everyIssue(
  ports: QueryPorts,
  project: string,
  status: "unresolved" | "resolved" | "ignored" | "all",
): Promise<readonly Issue[]> {
  const issues: Issue[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(ports, { project, status, sort: "lastSeen", limit: PAGE, cursor });
    issues.push(...page.issues);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return issues;
}

/** The issue the path names; the latest one, should several have this title message. */
async function issueOf(ports: Pick<Ports, "view">, c: Context): Promise<Issue> {
  const { project = "", message = "" } = c.req.param();
  const [issue] = await issuesByMessage(ports, project, message);
  if (issue) return issue;
  throw new VisibleError("not_found", "issue_not_found", "The project has no error with this message.");
}

/** Minutes that had events between `start` and `end`; without them, this month, as the original does. */
async function minutesOf(ports: Pick<Ports, "view" | "clock">, c: Context, issue: Issue) {
  const now = new Date(ports.clock.now());
  const monthStart = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
  const monthEnd = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) - 1;
  const from = timeIn(c, "start") ?? monthStart;
  const to = timeIn(c, "end") ?? monthEnd;
  const { project, id, message, type } = issue;
  const points = await activePoints(ports, { project, issue: id, from, to, unit: "minute" });
  const name = messageName(message);
  const key = `${project}##${name}`;
  return points.map(({ at, count }) => ({ project, count, timestamp: v0Time(at), key, message: name, type }));
}

function timeIn(c: Context, name: "start" | "end"): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  // A `+` that nobody encoded arrives as a space.
  const time = parseTime(text.replace(/ (?=\d\d:?\d\d$)/, "+")) ?? parseTime(`${text}T00:00:00Z`);
  if (time !== undefined) return time;
  throw new VisibleError(
    "bad_request",
    "bad_request",
    `${name} is an ISO 8601 time, such as 2026-11-24T12:00:00Z.`,
  );
}

/** The newest occurrences; those before the second that `after` names, when it names one. */
async function occurrencesAfter(
  ports: QueryPorts,
  { limit, ...of }: { project: string; issue: string; limit: number },
  after: string | undefined,
): Promise<readonly Accepted[]> {
  const found: Accepted[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { ...of, limit: after ? PAGE : limit, cursor });
    found.push(...page.occurrences.filter(({ at }) => !after || reversedUnixtime(at) > after));
    cursor = found.length < limit ? page.cursor : undefined;
  } while (cursor !== undefined);
  return found.slice(0, limit);
}

/** Several in one second: the newest of them, as the original kept only one. */
async function occurrenceAt(
  ports: QueryPorts,
  { project, id: issue }: Issue,
  wanted: string,
): Promise<Accepted> {
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(ports, { project, issue, limit: PAGE, cursor });
    const found = page.occurrences.find(({ at }) => reversedUnixtime(at) === wanted);
    if (found) return found;
    cursor = page.cursor;
  } while (cursor !== undefined);
  throw new VisibleError("not_found", "occurrence_not_found", "The error has no occurrence of this time.");
}
