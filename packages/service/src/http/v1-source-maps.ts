import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { decode } from "../ingest/decode.js";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { listMaps, type StoredMap } from "../source-maps/list-maps.js";
import { storeMap } from "../source-maps/store-map.js";
import { readBody } from "./body.js";
import { guarded } from "./caller.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { Cursor, Limit, ProjectPath, Time } from "./schemas.js";
import { uploadProject } from "./upload-project.js";
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

export const SourceMap = z
  .object({
    debugId: z.string().optional(),
    release: z.string().optional(),
    file: z.string().optional().openapi({ description: "The minified file's name", example: "app.js" }),
    bytes: z.number().int().optional(),
    region: z.string().openapi({ description: "Where it was uploaded" }),
    uploadedAt: Time,
  })
  .openapi("SourceMap");

const list = createRoute({
  method: "get",
  path: "/v1/projects/{project}/source-maps",
  summary: "A project's source maps, the latest upload first",
  request: { params: ProjectPath, query: z.object({ cursor: Cursor, limit: Limit }) },
  responses: {
    200: json(z.object({ sourceMaps: z.array(SourceMap), cursor: z.string().nullable() }), "A page of them"),
    ...refusals,
  },
});

export function sourceMapRoutes(ports: Ports, access: Access): ApiApp {
  const app = apiApp();
  const path = "/v1/projects/:project/source-maps/*";
  app.use(path, guarded(access));
  app.openapi(list, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    const { maps, cursor } = await listMaps(ports, { project, ...c.req.valid("query") });
    return c.json({ sourceMaps: maps.map(rendered), cursor: cursor ?? null }, 200);
  });
  app.openapi(put, async (c) => {
    const { project, release, file } = c.req.valid("param");
    const map = await decode(await readBody(c.req.raw), c.req.header("content-encoding"), {
      who: "source maps",
    });
    await uploadProject(ports, c, project);
    await storeMap(ports, project, { json: map, release, file });
    return c.body(null, 204);
  });
  return app;
}

const rendered = ({ debugId, release, file, bytes, region, at }: StoredMap): z.infer<typeof SourceMap> => ({
  debugId,
  release,
  file,
  bytes,
  region,
  uploadedAt: formatTime(at),
});
