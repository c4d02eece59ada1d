import type { Context } from "hono";
import * as z from "zod";
import { may } from "../people/rights.js";
import {
  addSavedView,
  changeSavedView,
  removeSavedView,
  type SavedView as StoredView,
  savedViewsOf,
} from "../people/saved-views.js";
import { personIdIn, whoIs } from "../people/who.js";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { SORTS, STATUSES } from "../query/listing.js";
import { parseQuery } from "../query/syntax/parse.js";
import { refuseUnlessMay } from "./caller.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import type { Environment } from "./request-context.js";

const NAME_CHARS_MAX = 60;

const Name = z.string().trim().normalize("NFC").min(1).max(NAME_CHARS_MAX);
const Status = z.enum(STATUSES);
const Sort = z.enum(SORTS);
const Query = z.string().trim().max(500).openapi({ description: "What to look for: docs/search.md" });
const EnvironmentName = z.string().trim().min(1).max(200);

export const SavedView = z
  .object({
    id: z.string(),
    name: z.string(),
    project: z.string().optional().openapi({ description: "All projects when left out" }),
    status: Status,
    query: Query,
    environment: z.string().optional().openapi({ description: "All environments when left out" }),
    sort: Sort,
  })
  .openapi("SavedView");

const NewView = z
  .strictObject({
    name: Name,
    project: z.string().optional(),
    status: Status.default("unresolved"),
    query: Query.default(""),
    environment: EnvironmentName.optional(),
    sort: Sort.default("lastSeen"),
  })
  .openapi("NewSavedView");

const Change = z
  .strictObject({
    name: Name.optional(),
    project: z.string().nullable().optional().openapi({ description: "null: all of them" }),
    status: Status.optional(),
    query: Query.optional(),
    environment: EnvironmentName.nullable().optional().openapi({ description: "null: all of them" }),
    sort: Sort.optional(),
  })
  .openapi("SavedViewChange");

const ViewPath = z.object({ view: z.string().openapi({ example: "view_…" }) });

const list = createRoute({
  method: "get",
  path: "/v1/saved-views",
  summary: "One's own saved views, by name: lists of issues to come back to",
  responses: {
    200: json(z.object({ views: z.array(SavedView), cursor: z.null() }), "The caller's saved views"),
    ...refusals,
  },
});

const add = createRoute({
  method: "post",
  path: "/v1/saved-views",
  summary: "Save a list of issues by a name: its project, status, search, environment and order",
  request: body(NewView),
  responses: { 201: json(SavedView, "The saved view"), ...refusals },
});

const change = createRoute({
  method: "patch",
  path: "/v1/saved-views/{view}",
  summary: "Rename a saved view, or make it mean another list",
  request: { params: ViewPath, ...body(Change) },
  responses: { 200: json(SavedView, "As it is now"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/saved-views/{view}",
  summary: "Remove a saved view; the issues stay",
  request: { params: ViewPath },
  responses: { 204: { description: "Removed" }, ...refusals },
});

/** Lists that people come back to, each their own; the master key has its own, too. */
export function savedViewRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const views = await savedViewsOf(ports, ownerOf(c));
    const isSeen = ({ project }: StoredView): boolean =>
      project === undefined || may(c.get("scope"), "read", project);
    return c.json({ views: views.filter(isSeen), cursor: null }, 200);
  });
  app.openapi(add, async (c) => {
    const wanted = c.req.valid("json");
    await refuseUnlessListed(ports, c, wanted);
    const added = await addSavedView(ports, ownerOf(c), wanted);
    c.set("told", { project: added.project, detail: { view: added.id, name: added.name } });
    return c.json(added, 201);
  });
  app.openapi(change, async (c) => {
    const { view: id } = c.req.valid("param");
    const { project, environment, ...wanted } = c.req.valid("json");
    await refuseUnlessListed(ports, c, { project: project ?? undefined, query: wanted.query });
    const changed = await changeSavedView(ports, ownerOf(c), id, (before) => ({
      ...before,
      ...wanted,
      project: project === undefined ? before.project : (project ?? undefined),
      environment: environment === undefined ? before.environment : (environment ?? undefined),
    }));
    c.set("told", { project: changed.project, detail: { view: id, name: changed.name } });
    return c.json(changed, 200);
  });
  app.openapi(remove, async (c) => {
    const { view: id } = c.req.valid("param");
    const { name, project } = await removeSavedView(ports, ownerOf(c), id);
    c.set("told", { project, detail: { view: id, name } });
    return c.body(null, 204);
  });
  return app;
}

/** A person, or the master key: the need of these routes lets nobody else through. */
const ownerOf = (c: Context<Environment>): string => whoIs(c.get("scope")).id;

/** Throws `not_allowed`, `project_not_found` and `bad_query` for what no list would be shown of. */
async function refuseUnlessListed(
  ports: Pick<Ports, "log" | "clock">,
  c: Context<Environment>,
  { project, query = "" }: { readonly project?: string | undefined; readonly query?: string | undefined },
): Promise<void> {
  parseQuery(query, { now: ports.clock.now(), me: personIdIn(c.get("scope")) });
  if (project === undefined) return;
  refuseUnlessMay(c, "read", project);
  await requireProject(ports, project);
}
