import { projectName } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import { Hono } from "hono";
import * as z from "zod";
import { encryptConfig } from "../notify/encrypted-config.js";
import { may } from "../people/rights.js";
import type { Ports } from "../ports.js";
import { applyProject } from "../projection/apply-project.js";
import type { Scope } from "../projects/authenticate.js";
import { deleteProject, listProjects } from "../projects/projects.js";
import { type Callers, keyOf, letThrough, scopeOfKey } from "./caller.js";
import { openCors } from "./cors.js";
import { jsonBody } from "./json-body.js";
import type { Environment } from "./request-context.js";
import { v0Errors } from "./v0-errors.js";

/** Who reads and manages; other keys are told what an unknown one is, as by the original. */
const HOLDERS: ReadonlySet<Scope["kind"]> = new Set(["master", "token"]);

/** The original faultline's API, for its clients and its web UI. Posting errors is the wire `faultline`. */
export function v0(
  ports: Ports,
  callers: Pick<Callers, "authenticate" | "wrongKeys" | "audited">,
): Hono<Environment> {
  const app = new Hono<Environment>();
  app.use("/v0/*", openCors({ methods: "GET, POST, PATCH, DELETE, OPTIONS" }), async (c, next) => {
    const key = keyOf(c);
    const scope = key === undefined ? undefined : await scopeOfKey(c, callers, key);
    // The original tells a missing key from a wrong one by nothing: 403 for both.
    if (!scope || !HOLDERS.has(scope.kind))
      throw new VisibleError("forbidden", "wrong_key", "Send the master key in the header x-api-key.");
    await letThrough(c, callers, scope, next);
  });

  app.get("/v0/projects", async (c) => {
    const all = await listProjects(ports);
    const projects = all.filter(({ name }) => may(c.get("scope"), "read", name));
    return c.json({ data: { projects: projects.map(({ name }) => ({ name })) } });
  });
  app.delete("/v0/projects/:project", async (c) => {
    const project = projectName(c.req.param("project"));
    await deleteProject(ports, project);
    await applyProject(ports, project);
    return c.body(null, 204);
  });
  app.route("/", v0Errors(ports));
  app.post("/v0/encrypt", async (c) => {
    const config = await jsonBody(c, z.record(z.string(), z.unknown()), "Send the config as a JSON object.");
    return c.json({ data: { encrypted: await encryptConfig(ports, config) } }, 201);
  });
  app.get("/v0/info", (c) => {
    const { version, retentionDays, publicUrl } = ports.settings;
    return c.json({ data: { version, region: ports.region, retentionDays, endpoint: `${publicUrl}/v0` } });
  });
  return app;
}
