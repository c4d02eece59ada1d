import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { decode } from "../decode.js";
import type { Ports } from "../ports.js";
import { ensureProject } from "../projects.js";
import { storeMap } from "../source-maps/store-map.js";
import { readBody } from "./body.js";
import { masterOnly } from "./caller.js";
import type { Environment } from "./environment.js";
import { apiApp, refusals } from "./openapi.js";
import { ProjectPath } from "./schemas.js";
import type { Access } from "./v1.js";

const put = createRoute({
  method: "put",
  path: "/v1/projects/{project}/source-maps/{release}/{file}",
  summary: "The source map of a release's minified file, as `curl -T` sends it; 20 MB unpacked at the most",
  request: {
    params: ProjectPath.extend({
      release: z.string().openapi({ example: "3.14.0" }),
      file: z.string().openapi({ example: "app.js" }),
    }),
    // Of any type, and compressed if need be: read by hand, not by the validator.
    body: { content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } } },
  },
  responses: { 204: { description: "Stored; what is shown and grouped from now on uses it" }, ...refusals },
});

export function sourceMapRoutes(ports: Ports, access: Access): OpenAPIHono<Environment> {
  const app = apiApp();
  const path = "/v1/projects/:project/source-maps/*";
  app.use(path, masterOnly(access.authenticate, access.sessions));
  app.openapi(put, async (c) => {
    const { project, release, file } = c.req.valid("param");
    const json = await decode(await readBody(c.req.raw), c.req.header("content-encoding"));
    await ensureProject(ports, project);
    await storeMap(ports, project, { json, release, file });
    return c.body(null, 204);
  });
  return app;
}
