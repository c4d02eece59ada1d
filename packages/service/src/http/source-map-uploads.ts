import { Hono } from "hono";
import { decode } from "../decode.js";
import type { Ports } from "../ports.js";
import { ensureProject } from "../projects.js";
import { storeMap } from "../source-maps/store-map.js";
import { readBody } from "./body.js";
import { masterOnly } from "./caller.js";
import type { Environment } from "./environment.js";
import type { Access } from "./v1.js";

/** One source map by release and file name, as the body of one `curl -T`. Compressed, it may have 20 MB unpacked. */
export function sourceMapUploads(ports: Ports, access: Access): Hono<Environment> {
  const app = new Hono<Environment>();
  const path = "/source-maps/:project/:release/:file";
  app.use(path, masterOnly(access.authenticate, access.sessions));
  app.put(path, async (c) => {
    const { project, release, file } = c.req.param();
    const json = await decode(await readBody(c.req.raw), c.req.header("content-encoding"));
    await ensureProject(ports, project);
    await storeMap(ports, project, { json, release, file });
    return c.body(null, 204);
  });
  return app;
}
