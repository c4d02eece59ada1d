import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { DEEDS, type ActivityLine as Line } from "../activity/lines.js";
import { listActivity } from "../activity/list-activity.js";
import type { Ports } from "../ports.js";
import { readCursor, writeCursor } from "../query/cursor.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { renderMute } from "./render.js";
import { Cursor, IssuePath, Limit, Mute, Time } from "./schemas.js";

export const ActivityLine = z
  .object({
    id: z.string(),
    at: Time,
    did: z.enum(DEEDS),
    by: z.string().nullable().openapi({ description: "Null of what happened by itself" }),
    release: z.string().optional(),
    after: z.boolean().optional().openapi({ description: "Resolved by whatever comes after that release" }),
    to: z.string().nullable().optional().openapi({ description: "Whom it was assigned to" }),
    mute: Mute.optional(),
    issue: z.string().optional().openapi({ description: "The other issue of a merge" }),
    why: z.string().optional(),
  })
  .openapi("ActivityLine");

const activity = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/activity",
  summary: "What happened to an issue, by whom, when and why, the latest first",
  request: { params: IssuePath, query: z.object({ cursor: Cursor, limit: Limit }) },
  responses: {
    200: json(z.object({ activity: z.array(ActivityLine), cursor: z.string().nullable() }), "Lines"),
    ...refusals,
  },
});

/** What happened to an issue. */
export function activityRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(activity, async (c) => {
    const { project, issue } = c.req.valid("param");
    const { limit, cursor } = c.req.valid("query");
    const after = cursor === undefined ? undefined : readCursor(z.string(), cursor);
    const found = await requireIssue(ports, project, issue);
    const { lines, next } = await listActivity(ports, found, { limit, after });
    const rendered = lines.map(renderLine);
    return c.json({ activity: rendered, cursor: next === undefined ? null : writeCursor(next) }, 200);
  });
  return app;
}

const renderLine = ({
  at,
  by,
  mute,
  ...line
}: Line & { readonly id: string }): z.infer<typeof ActivityLine> => ({
  ...line,
  at: formatTime(at),
  by: by ?? null,
  mute: mute && renderMute(mute),
});
