import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Ports } from "../ports.js";
import { sealConfig } from "../seal-config.js";
import type { Statuses } from "../status-report.js";
import type { Environment } from "./environment.js";
import { apiApp, body, json, refusals } from "./openapi.js";
import { RegionStatus } from "./schemas.js";

const status = createRoute({
  method: "get",
  path: "/v1/status",
  summary: "The regions, as this one sees them",
  responses: {
    200: json(
      z.object({ version: z.string(), region: z.string(), regions: z.array(RegionStatus) }),
      "Regions",
    ),
    ...refusals,
  },
});

const encrypt = createRoute({
  method: "post",
  path: "/v1/encrypt",
  summary: "Seal a notification config, for use where others can read it",
  request: body(z.record(z.string(), z.unknown())),
  responses: { 201: json(z.object({ encrypted: z.string() }), "The sealed config"), ...refusals },
});

export function statusRoutes(ports: Ports, statuses: Statuses): OpenAPIHono<Environment> {
  const app = apiApp();
  app.openapi(status, async (c) => {
    const regions = await statuses.regions();
    const rendered = regions.map(({ region, healthy, replicationLag, reducerLag }) => ({
      region,
      healthy,
      replicationLagMilliseconds: replicationLag,
      reducerLagMilliseconds: reducerLag,
    }));
    return c.json({ version: ports.settings.version, region: ports.region, regions: rendered }, 200);
  });
  app.openapi(encrypt, async (c) => c.json({ encrypted: await sealConfig(ports, c.req.valid("json")) }, 201));
  return app;
}
