import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { outagesOf } from "../regions/outages.js";
import type { Statuses } from "../regions/status-report.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { Time, TimeIn } from "./schemas.js";

export const Outage = z
  .object({
    region: z.string(),
    from: Time,
    to: Time.nullable().openapi({ description: "Null while it lasts" }),
  })
  .openapi("Outage");

const outages = createRoute({
  method: "get",
  path: "/v1/outages",
  summary: "When nothing was heard from a region: what it took in then is missing, or came later",
  request: { query: z.object({ from: TimeIn.optional(), to: TimeIn.optional() }) },
  responses: { 200: json(z.object({ outages: z.array(Outage) }), "Oldest first"), ...refusals },
});

export function outageRoutes(ports: Ports, { staleMilliseconds }: Statuses): ApiApp {
  const app = apiApp();
  app.openapi(outages, async (c) => {
    const { from = 0, to = ports.clock.now() } = c.req.valid("query");
    const found = await outagesOf(ports, staleMilliseconds, { from, to });
    const rendered = found.map((outage) => ({
      region: outage.region,
      from: formatTime(outage.from),
      to: outage.to === undefined ? null : formatTime(outage.to),
    }));
    return c.json({ outages: rendered }, 200);
  });
  return app;
}
