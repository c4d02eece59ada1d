import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { may } from "../people/rights.js";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { distributionOf, SAMPLE_MAX } from "../query/distribution.js";
import { groupingOf, groupingOfEvent } from "../query/grouping.js";
import { neighboursOf } from "../query/neighbours.js";
import { sameRequest } from "../query/same-request.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { IssuePath, Time } from "./schemas.js";

const EventPath = IssuePath.extend({ event: z.string() });

export const Neighbours = z
  .object({
    first: z.string().nullable(),
    older: z.string().nullable(),
    newer: z.string().nullable(),
    latest: z.string().nullable(),
    number: z.number().int().optional().openapi({
      description: "Which of the issue's events it is, the first being 1; left out far from the latest",
    }),
    of: z.number().int().openapi({ description: "How many events the issue has" }),
  })
  .openapi("Neighbours");

export const Tag = z
  .object({
    name: z.string(),
    values: z.array(z.object({ value: z.string(), count: z.number().int() })),
    others: z.number().int().openapi({ description: "Events with another value than these" }),
  })
  .openapi("Tag");

const GroupedBy = z.enum([
  "rule",
  "own",
  "exact-message",
  "own-calls",
  "all-calls",
  "class-and-message",
  "message",
]);

export const Grouped = z
  .object({
    fingerprint: z.string(),
    parts: z.array(z.string()),
    by: GroupedBy.optional().openapi({
      description: "Left out when today's settings or source maps would put its latest event elsewhere",
    }),
    reason: z.string(),
    wouldChange: z.string().openapi({ description: "What would put an event like this into another issue" }),
  })
  .openapi("Grouped");

const neighbours = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/occurrences/{event}/neighbours",
  summary: "The ids of the issue's first and latest event, and of the next older and newer than this one",
  request: { params: EventPath },
  responses: { 200: json(Neighbours, "Ids, or null where there is none"), ...refusals },
});

export const SameRequest = z
  .object({ project: z.string(), issue: z.string(), event: z.string(), title: z.string(), at: Time })
  .openapi("SameRequest");

const request = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/occurrences/{event}/same-request",
  summary: "Events of other issues, of any project one may read, that happened in the same request",
  request: { params: EventPath },
  responses: {
    200: json(z.object({ events: z.array(SameRequest), cursor: z.null() }), "Earliest first"),
    ...refusals,
  },
});

const tags = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/tags",
  summary: `How tags are distributed over the issue's latest ${SAMPLE_MAX} events`,
  request: { params: IssuePath },
  responses: {
    200: json(
      z.object({
        over: z.number().int().openapi({ description: "How many events were looked at" }),
        tags: z.array(Tag),
      }),
      "Values by tag, most frequent first; beside the clients' own tags level, release, browser and the like",
    ),
    ...refusals,
  },
});

const grouping = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/grouping",
  summary: "Why the issue's events are together",
  request: { params: IssuePath },
  responses: { 200: json(Grouped, "What they have in common"), ...refusals },
});

const eventGrouping = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/occurrences/{event}/grouping",
  summary: "Why this event is in the issue, and what would put one like it into another",
  request: { params: EventPath },
  responses: { 200: json(Grouped, "What it has in common with the others"), ...refusals },
});

/** What an issue's page shows beside its numbers and its occurrences. */
export function issueFactRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(neighbours, async (c) => {
    const found = await neighboursOf(ports, c.req.valid("param"));
    if (!found) throw noSuchEvent();
    const { first, older, newer, latest, number, of } = found;
    const orNull = (id: string | undefined): string | null => id ?? null;
    return c.json(
      {
        first: orNull(first),
        older: orNull(older),
        newer: orNull(newer),
        latest: orNull(latest),
        number,
        of,
      },
      200,
    );
  });
  app.openapi(request, async (c) => {
    const found = await sameRequest(ports, c.req.valid("param"));
    if (!found) throw noSuchEvent();
    const shown = found.filter(({ project }) => may(c.get("scope"), "read", project));
    return c.json({ events: shown.map((one) => ({ ...one, at: formatTime(one.at) })), cursor: null }, 200);
  });
  app.openapi(tags, async (c) => {
    const { project, issue } = c.req.valid("param");
    await requireIssue(ports, project, issue);
    const { over, tags: told } = await distributionOf(ports, project, issue);
    return c.json({ over, tags: told.map((tag) => ({ ...tag, values: [...tag.values] })) }, 200);
  });
  app.openapi(grouping, async (c) => {
    const { project, issue } = c.req.valid("param");
    const known = await requireIssue(ports, project, issue);
    const told = await groupingOf(ports, await requireProject(ports, project), known);
    return c.json({ ...told, parts: [...told.parts] }, 200);
  });
  app.openapi(eventGrouping, async (c) => {
    const { project, issue, event } = c.req.valid("param");
    const told = await groupingOfEvent(ports, await requireProject(ports, project), issue, event);
    if (!told) throw noSuchEvent();
    return c.json({ ...told, parts: [...told.parts] }, 200);
  });
  return app;
}

const noSuchEvent = (): VisibleError =>
  new VisibleError("not_found", "occurrence_not_found", "The issue has no such event.");
