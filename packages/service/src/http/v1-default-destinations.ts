import * as z from "zod";
import { ofAllProjects } from "../notify/destination-place.js";
import { destinationSettings, removeDestination } from "../notify/project-destinations.js";
import { shownDefaults } from "../notify/shown-destinations.js";
import { testNotification } from "../notify/test-notification.js";
import type { Ports } from "../ports.js";
import { ALL_PROJECTS } from "../projects/default-destinations.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Added, added, Change, changed, DestinationSettings, shown } from "./v1-destinations.js";
import { Destination, Tested, ToTest, triedIn } from "./v1-notifications.js";

const PATH = "/v1/destinations";
const DestinationPath = z.object({ destination: z.string().min(1).max(100) });

const list = createRoute({
  method: "get",
  path: PATH,
  summary: "Where errors of projects without destinations of their own are told, and how each does",
  responses: { 200: json(z.object({ destinations: z.array(Destination) }), "Destinations"), ...refusals },
});

const add = createRoute({
  method: "post",
  path: PATH,
  summary: "Another destination for all projects that have none of their own",
  request: body(Added),
  responses: { 201: json(DestinationSettings, "The destination"), ...refusals },
});

const get = createRoute({
  method: "get",
  path: `${PATH}/{destination}`,
  summary: "The settings of a destination of all projects, but for what is secret",
  request: { params: DestinationPath },
  responses: { 200: json(DestinationSettings, "The destination"), ...refusals },
});

const change = createRoute({
  method: "patch",
  path: `${PATH}/{destination}`,
  summary: "Change some settings of a destination of all projects, or pause it",
  request: { params: DestinationPath, ...body(Change) },
  responses: { 200: json(DestinationSettings, "The destination"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: `${PATH}/{destination}`,
  summary: "Notify a destination of all projects of no further events",
  request: { params: DestinationPath },
  responses: { 204: { description: "Removed" }, ...refusals },
});

const test = createRoute({
  method: "post",
  path: `${PATH}/test`,
  summary: "Send a test to a config or to a destination of all projects, and say how it went",
  request: body(ToTest),
  responses: { 200: json(Tested, "How it went"), ...refusals },
});

/** The destinations of all projects that have none of their own. */
export function defaultDestinationRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  const all = ofAllProjects(ports);
  app.openapi(list, async (c) => c.json({ destinations: await shownDefaults(ports) }, 200));
  app.openapi(add, async (c) => c.json(await added(ports, c, all, c.req.valid("json")), 201));
  app.openapi(test, async (c) =>
    c.json(await testNotification(ports, ALL_PROJECTS, triedIn(c.req.valid("json"))), 200),
  );
  app.openapi(get, async (c) =>
    c.json(shown(await destinationSettings(ports, all, c.req.valid("param").destination)), 200),
  );
  app.openapi(change, async (c) => {
    const { destination } = c.req.valid("param");
    return c.json(await changed(ports, c, all, destination, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    await removeDestination(ports, all, c.req.valid("param").destination);
    return c.body(null, 204);
  });
  return app;
}
