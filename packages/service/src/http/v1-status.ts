import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Ports } from "../ports.js";
import type { Statuses } from "../status-report.js";
import type { Environment } from "./environment.js";
import { apiApp, json, refusals } from "./openapi.js";
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
  return app;
}
