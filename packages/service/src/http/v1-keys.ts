import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { createKey, listKeys, revokeKey } from "../projects/api-keys.js";
import { ensureProject, requireProject } from "../projects/projects.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { ApiKey, CreatedKey, ProjectPath } from "./schemas.js";

const list = createRoute({
  method: "get",
  path: "/v1/projects/{project}/keys",
  summary: "A project's keys, without the keys themselves",
  request: { params: ProjectPath },
  responses: { 200: json(z.object({ keys: z.array(ApiKey), cursor: z.null() }), "Keys"), ...refusals },
});

const create = createRoute({
  method: "post",
  path: "/v1/projects/{project}/keys",
  summary: "A new key that posts to this project alone, told this once",
  request: { params: ProjectPath, ...body(z.strictObject({ label: z.string().max(100).default("") })) },
  responses: { 201: json(CreatedKey, "The key"), ...refusals },
});

const revoke = createRoute({
  method: "delete",
  path: "/v1/projects/{project}/keys/{key}",
  summary: "Revoke a key; it may be accepted for some moments more",
  request: { params: ProjectPath.extend({ key: z.string() }) },
  responses: { 204: { description: "Revoked; a region may accept it for a minute yet" }, ...refusals },
});

export function keyRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    const keys = await listKeys(ports, project);
    const rendered = keys.map((key) => ({
      ...key,
      scope: "project" as const,
      createdAt: formatTime(key.createdAt),
    }));
    return c.json({ keys: rendered, cursor: null }, 200);
  });
  app.openapi(create, async (c) => {
    const project = await ensureProject(ports, c.req.valid("param").project);
    const { id, key } = await createKey(ports, project.name, c.req.valid("json").label);
    c.set("told", { detail: { key: id } });
    return c.json({ id, key, scope: "project" as const }, 201);
  });
  app.openapi(revoke, async (c) => {
    const { project, key } = c.req.valid("param");
    await revokeKey(ports, project, key);
    return c.body(null, 204);
  });
  return app;
}
