import * as z from "zod";
import {
  addDestination,
  destinationSettings,
  editDestination,
  removeDestination,
} from "../notify/project-destinations.js";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { ProjectPath } from "./schemas.js";

export const DestinationSettings = z
  .object({
    id: z.string(),
    type: z.string(),
    label: z.string(),
    paused: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.array(z.string()).openapi({ description: "Settings that are kept and never shown" }),
  })
  .openapi("DestinationSettings");

const DestinationPath = ProjectPath.extend({ destination: z.string().min(1).max(100) });
const Config = z.record(z.string(), z.unknown());

const PATH = "/v1/projects/{project}/destinations";

const add = createRoute({
  method: "post",
  path: PATH,
  summary: "Another destination for events whose POST brings no config",
  request: { params: ProjectPath, ...body(z.object({ config: Config, paused: z.boolean().optional() })) },
  responses: { 201: json(DestinationSettings, "The destination"), ...refusals },
});

const get = createRoute({
  method: "get",
  path: `${PATH}/{destination}`,
  summary: "A destination's settings, but for what is secret",
  request: { params: DestinationPath },
  responses: { 200: json(DestinationSettings, "The destination"), ...refusals },
});

const change = createRoute({
  method: "patch",
  path: `${PATH}/{destination}`,
  summary:
    "Change some of a destination's settings (null for none), or pause it; secrets stay unless they are given",
  request: {
    params: DestinationPath,
    ...body(z.object({ config: Config.optional(), paused: z.boolean().optional() })),
  },
  responses: {
    200: json(DestinationSettings, "The destination; its id follows from its settings"),
    ...refusals,
  },
});

const remove = createRoute({
  method: "delete",
  path: `${PATH}/{destination}`,
  summary: "Notify a destination of no further events",
  request: { params: DestinationPath },
  responses: { 204: { description: "Removed" }, ...refusals },
});

/** The destinations of a project, each on its own. */
export function destinationRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(add, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    const added = await addDestination(ports, project, c.req.valid("json"));
    c.set("told", { detail: { destination: added.label } });
    return c.json({ ...added, secrets: [...added.secrets] }, 201);
  });
  app.openapi(get, async (c) => {
    const { project, destination } = c.req.valid("param");
    const found = await destinationSettings(ports, project, destination);
    return c.json({ ...found, secrets: [...found.secrets] }, 200);
  });
  app.openapi(change, async (c) => {
    const { project, destination } = c.req.valid("param");
    const asked = c.req.valid("json");
    const changed = await editDestination(ports, project, destination, asked);
    // Names alone: what they are given may be secret.
    const settings = Object.keys(asked.config ?? {});
    c.set("told", { detail: { destination: changed.label, settings, paused: changed.paused } });
    return c.json({ ...changed, secrets: [...changed.secrets] }, 200);
  });
  app.openapi(remove, async (c) => {
    const { project, destination } = c.req.valid("param");
    await removeDestination(ports, project, destination);
    return c.body(null, 204);
  });
  return app;
}
