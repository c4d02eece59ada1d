import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { getOccurrence, listOccurrences } from "../query/occurrences.js";
import { timeline } from "../query/timeline.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { renderOccurrence, renderPoint } from "./render.js";
import { Cursor, EnvironmentIn, IssuePath, Limit, Occurrence, Point, ProjectPath, Time } from "./schemas.js";
import { SpanIn, spanOf } from "./span.js";

export const Timeline = z
  .object({ unit: z.enum(["minute", "hour", "day"]), from: Time, to: Time, points: z.array(Point) })
  .openapi("Timeline");

const TimelineIn = SpanIn.extend({
  environment: EnvironmentIn.openapi({ description: "Counts the events of this one alone" }),
});

const issueTimeline = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/timeline",
  summary: "Events by minute, hour or day; buckets without events are there with zero",
  request: { params: IssuePath, query: TimelineIn },
  responses: { 200: json(Timeline, "The timeline"), ...refusals },
});

const projectTimeline = createRoute({
  method: "get",
  path: "/v1/projects/{project}/timeline",
  summary: "The same for a whole project",
  request: { params: ProjectPath, query: TimelineIn },
  responses: { 200: json(Timeline, "The timeline"), ...refusals },
});

const list = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/occurrences",
  summary: "Events of an issue, newest first",
  request: {
    params: IssuePath,
    query: z.object({ query: z.string().optional(), cursor: Cursor, limit: Limit }),
  },
  responses: {
    200: json(
      z.object({
        occurrences: z.array(Occurrence),
        cursor: z.string().nullable(),
        found: z
          .object({ count: z.number().int(), among: z.number().int(), total: z.number().int() })
          .optional()
          .openapi({
            description: "Of a search: how many it found among how many events, of how many there are",
          }),
      }),
      "A page of occurrences",
    ),
    ...refusals,
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/occurrences/{event}",
  summary: "One event, its frames as source maps tell them",
  request: { params: IssuePath.extend({ event: z.string() }) },
  responses: { 200: json(Occurrence, "The occurrence"), ...refusals },
});

export function occurrenceRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(issueTimeline, async (c) => {
    const { project, issue } = c.req.valid("param");
    await requireIssue(ports, project, issue);
    return c.json(await told(ports, { project, issue, ...c.req.valid("query") }), 200);
  });
  app.openapi(projectTimeline, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    return c.json(await told(ports, { project, ...c.req.valid("query") }), 200);
  });
  app.openapi(list, async (c) => {
    const { project, issue } = c.req.valid("param");
    await requireIssue(ports, project, issue);
    const { occurrences, cursor, found } = await listOccurrences(ports, {
      project,
      issue,
      ...c.req.valid("query"),
    });
    return c.json(
      { occurrences: occurrences.map((one) => renderOccurrence(issue, one)), cursor: cursor ?? null, found },
      200,
    );
  });
  app.openapi(get, async (c) => {
    const { project, issue, event } = c.req.valid("param");
    const occurrence = await getOccurrence(ports, project, issue, event);
    if (occurrence) return c.json(renderOccurrence(issue, occurrence), 200);
    throw new VisibleError(
      "not_found",
      "occurrence_not_found",
      "The issue has no such event, or its retention is over.",
    );
  });
  return app;
}

interface Asked extends z.output<typeof TimelineIn> {
  readonly project: string;
  readonly issue?: string;
}

async function told(
  ports: Pick<Ports, "view" | "clock">,
  { project, issue, environment, ...asked }: Asked,
): Promise<z.infer<typeof Timeline>> {
  const { from, to, unit } = spanOf(asked, ports.clock.now());
  const points = await timeline(ports, { project, issue, environment, from, to, unit });
  return { unit, from: formatTime(from), to: formatTime(to), points: points.map(renderPoint) };
}
