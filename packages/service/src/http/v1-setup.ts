import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { setupOf } from "../projects/setup.js";
import { setupKey } from "../projects/setup-key.js";
import { apiApp, json, refusals } from "./openapi.js";
import type { Environment } from "./request-context.js";
import { ProjectPath } from "./schemas.js";

const snippet = z.string().openapi({ description: "Lines to copy" });

export const Setup = z
  .object({
    project: z.string(),
    key: z.string(),
    faultline: z.object({ endpoint: z.string(), project: z.string(), apiKey: z.string(), snippet }),
    client: z.object({ url: z.string(), project: z.string(), key: z.string(), snippet }),
    sentry: z.object({ dsn: z.string(), snippet }),
    airbrake: z.object({ projectId: z.number(), projectKey: z.string(), host: z.string(), snippet }),
    rollbar: z.object({ accessToken: z.string(), endpoint: z.string(), snippet }),
    bugsnag: z.object({
      apiKey: z.string(),
      endpoints: z.object({ notify: z.string(), sessions: z.string() }),
      snippet,
    }),
    honeybadger: z.object({ apiKey: z.string(), endpoint: z.string(), snippet, note: z.string().optional() }),
    raygun: z.object({
      apiKey: z.string(),
      host: z.string(),
      port: z.number(),
      useSSL: z.boolean(),
      snippet,
    }),
    otlp: z.object({ endpoint: z.string(), headers: z.record(z.string(), z.string()), snippet }),
    csp: z.object({ reportUri: z.string(), snippet }),
  })
  .openapi("Setup");

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/setup",
  summary: "What to tell each SDK to report to this project, with a key of its own",
  request: { params: ProjectPath },
  responses: { 200: json(Setup, "Addresses, key and lines to copy"), ...refusals },
});

export function setupRoutes(ports: Ports): OpenAPIHono<Environment> {
  const app = apiApp();
  app.openapi(get, async (c) => {
    const project = await requireProject(ports, c.req.valid("param").project);
    const key = await setupKey(ports, project.name);
    // It holds a key: no cache may keep it.
    c.header("cache-control", "no-store");
    return c.json(setupOf({ publicUrl: ports.settings.publicUrl, project, key }), 200);
  });
  return app;
}
