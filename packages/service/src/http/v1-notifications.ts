import { NotifyAlso } from "@faultline/core/notify-also";
import { Rule } from "@faultline/core/rule";
import type { Target } from "@faultline/destinations/destination";
import * as z from "zod";
import { keepConfig, letGo, unknownText } from "../notify/configs.js";
import { listDeliveries, renderDelivery } from "../notify/deliveries.js";
import { Binding, encryptConfig } from "../notify/encrypted-config.js";
import { pendingOf } from "../notify/pending.js";
import { requireTarget } from "../notify/project-destinations.js";
import { shownDestinations } from "../notify/shown-destinations.js";
import { testNotification } from "../notify/test-notification.js";
import type { Ports } from "../ports.js";
import { patchProject, requireProject } from "../projects/projects.js";
import { readCursor, writeCursor } from "../query/cursor.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Cursor, IssuePath, Limit, ProjectPath, Time } from "./schemas.js";

export const Delivery = z
  .object({
    at: Time,
    region: z.string(),
    config: z.string(),
    destination: z.string(),
    kind: z.string(),
    outcome: z.enum(["sent", "held", "failed", "pending"]),
    reason: z.string().optional(),
    counts: z.array(z.number()).optional(),
    reference: z.string().optional(),
    attempts: z.number().optional(),
  })
  .openapi("Delivery");

export const Destination = z
  .object({
    id: z.string(),
    type: z.string(),
    label: z.string(),
    state: z.enum(["ok", "failing", "open", "dead"]),
    reason: z.string().optional(),
    held: z.number(),
    isSet: z.boolean().openapi({ description: "Set for the project; others came with a POST" }),
    isOfAll: z.boolean().openapi({ description: "Set for all projects that have none of their own" }),
    paused: z.boolean(),
    rule: Rule.extend({ also: NotifyAlso.optional() }).optional(),
  })
  .openapi("Destination");

const Warnings = z
  .array(z.string())
  .optional()
  .openapi({ description: "What of it means nothing, and is left out" });

const ConfigIn = z.record(z.string(), z.unknown());
export const ToTest = z.object({ config: ConfigIn.optional(), id: z.string().optional() });
/** What is asked to be tried: a config, or one that is kept. */
export const triedIn = ({ config, id = "" }: z.infer<typeof ToTest>) =>
  config === undefined ? { id } : { target: requireTarget(config) };

export const Tested = z.object({
  destination: z.string(),
  outcome: z.enum(["sent", "failed"]),
  reason: z.string().optional(),
});

const deliveries = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/deliveries",
  summary: "What was sent, what was held back and why, newest first",
  request: { params: IssuePath, query: z.object({ cursor: Cursor, limit: Limit }) },
  responses: {
    200: json(z.object({ deliveries: z.array(Delivery), cursor: z.string().nullable() }), "Decisions"),
    ...refusals,
  },
});

const destinations = createRoute({
  method: "get",
  path: "/v1/projects/{project}/destinations",
  summary: "Where a project's errors are told, masked, and how each does",
  request: { params: ProjectPath },
  responses: { 200: json(z.object({ destinations: z.array(Destination) }), "Destinations"), ...refusals },
});

const defaults = createRoute({
  method: "put",
  path: "/v1/projects/{project}/notifications",
  summary: "Configs for events whose POST brings none; they are encrypted and never shown again",
  request: { params: ProjectPath, ...body(z.object({ notifications: z.array(ConfigIn).max(10) })) },
  responses: {
    200: json(
      z.object({
        notifications: z.array(z.object({ id: z.string(), label: z.string() })),
        warnings: Warnings,
      }),
      "Kept",
    ),
    ...refusals,
  },
});

const test = createRoute({
  method: "post",
  path: "/v1/projects/{project}/notifications/test",
  summary: "Send a test to a config, and say how it went",
  request: {
    params: ProjectPath,
    ...body(ToTest),
  },
  responses: { 200: json(Tested, "How it went"), ...refusals },
});

const encrypt = createRoute({
  method: "post",
  path: "/v1/encrypt",
  summary:
    "Encrypt a notification config, for use where others can read it; `bind` ties it to project, origin and expiry",
  request: body(z.record(z.string(), z.unknown())),
  responses: {
    201: json(z.object({ encrypted: z.string(), warnings: Warnings }), "The encrypted config"),
    ...refusals,
  },
});

const Position = z.object({ sk: z.string() });

/** Notifications: what was told, where, and how to set it up. */
export function notificationRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(deliveries, async (c) => {
    const { project, issue } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    await requireIssue(ports, project, issue);
    const after = cursor === undefined ? undefined : readCursor(Position, cursor).sk;
    const page = await listDeliveries(ports, { project, issue, limit, after });
    const pending = after === undefined ? await pendingOf(ports, { project, issue }) : [];
    const shown = [...pending, ...page.deliveries.map(renderDelivery)];
    return c.json(
      { deliveries: shown, cursor: page.next === undefined ? null : writeCursor({ sk: page.next }) },
      200,
    );
  });
  app.openapi(destinations, async (c) => {
    const { project } = c.req.valid("param");
    const known = await requireProject(ports, project);
    return c.json({ destinations: await shownDestinations(ports, known) }, 200);
  });
  app.openapi(defaults, async (c) => {
    const { project } = c.req.valid("param");
    const { notify: before } = await requireProject(ports, project);
    const targets = c.req.valid("json").notifications.map(requireTarget);
    const notify = await Promise.all(
      targets.map((target) => keepConfig(ports, project, { target, isTrusted: true, isSet: true })),
    );
    await patchProject(ports, project, { notify });
    const gone = before.filter(({ config }) => !notify.some((one) => one.config === config));
    await Promise.all(gone.map(({ config }) => letGo(ports, project, config)));
    const notifications = targets.map(({ label }, place) => ({
      id: notify[place]?.config ?? "",
      label,
    }));
    return c.json({ notifications, ...warningsOf(targets) }, 200);
  });
  app.openapi(test, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    return c.json(await testNotification(ports, project, triedIn(c.req.valid("json"))), 200);
  });
  app.openapi(encrypt, async (c) => {
    const { bind, ...config } = c.req.valid("json");
    const binding = bind === undefined ? undefined : Binding.parse(bind);
    const target = requireTarget(config);
    const encrypted = await encryptConfig(ports, config, binding);
    return c.json({ encrypted, ...warningsOf([target]) }, 201);
  });
  return app;
}

function warningsOf(targets: readonly Target[]): { warnings?: string[] } {
  const warnings = targets.flatMap(unknownText);
  return warnings.length > 0 ? { warnings } : {};
}
