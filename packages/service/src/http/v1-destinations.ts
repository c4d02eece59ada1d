import type { Context } from "hono";
import * as z from "zod";
import { type DestinationPlace, ofProject } from "../notify/destination-place.js";
import {
  addDestination,
  type DestinationPorts,
  destinationSettings,
  editDestination,
  removeDestination,
} from "../notify/project-destinations.js";
import type { Ports } from "../ports.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import type { Environment } from "./request-context.js";
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
export const Added = z.object({ config: Config, paused: z.boolean().optional() });
export const Change = z.object({ config: Config.optional(), paused: z.boolean().optional() });

const PATH = "/v1/projects/{project}/destinations";

const add = createRoute({
  method: "post",
  path: PATH,
  summary: "Another destination for events whose POST brings no config",
  request: { params: ProjectPath, ...body(Added) },
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
    ...body(Change),
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
    const place = ofProject(ports, c.req.valid("param").project);
    return c.json(await added(ports, c, place, c.req.valid("json")), 201);
  });
  app.openapi(get, async (c) => {
    const { project, destination } = c.req.valid("param");
    return c.json(shown(await destinationSettings(ports, ofProject(ports, project), destination)), 200);
  });
  app.openapi(change, async (c) => {
    const { project, destination } = c.req.valid("param");
    return c.json(await changed(ports, c, ofProject(ports, project), destination, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    const { project, destination } = c.req.valid("param");
    await removeDestination(ports, ofProject(ports, project), destination);
    return c.body(null, 204);
  });
  return app;
}

type Call = Context<Environment>;

export async function added(
  ports: DestinationPorts,
  c: Call,
  place: DestinationPlace,
  asked: z.infer<typeof Added>,
) {
  const set = await addDestination(ports, place, asked);
  c.set("told", { detail: { destination: set.label } });
  return shown(set);
}

export async function changed(
  ports: DestinationPorts,
  c: Call,
  place: DestinationPlace,
  id: string,
  asked: z.infer<typeof Change>,
) {
  const set = await editDestination(ports, place, id, asked);
  // Names alone: what they are given may be secret.
  const settings = Object.keys(asked.config ?? {});
  c.set("told", { detail: { destination: set.label, settings, paused: set.paused } });
  return shown(set);
}

export const shown = <Shown extends { readonly secrets: readonly string[] }>(set: Shown) => ({
  ...set,
  secrets: [...set.secrets],
});
