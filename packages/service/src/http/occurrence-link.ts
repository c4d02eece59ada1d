import { VisibleError } from "@faultline/core/visible-error";
import { Hono } from "hono";
import { openShared } from "../notify/links.js";
import type { Ports } from "../ports.js";
import { getOccurrence } from "../query/occurrences.js";
import { renderOccurrence } from "./render.js";
import type { Environment } from "./request-context.js";
import { pageFor, type Site } from "./site.js";

/**
 * One occurrence for whoever holds its link, until the link's time is over: `linkExpires` of a config makes them. A
 * browser gets a page, which asks here for what it shows.
 */
export function sharedRoutes(ports: Ports, site: Site): Hono<Environment> {
  const app = new Hono<Environment>();
  app.get("/shared/:token", async (c) => {
    const page = await pageFor(site, c);
    if (page) return page;
    c.header("vary", "accept");
    c.header("cache-control", "no-store");
    const shared = await openShared(ports, c.req.param("token"));
    const occurrence = shared && (await getOccurrence(ports, shared.project, shared.issue, shared.event));
    if (occurrence) return c.json(renderOccurrence(shared.issue, occurrence));
    throw new VisibleError(
      "not_found",
      "occurrence_not_found",
      "This link has expired or was never valid. Sign in to see the issue.",
    );
  });
  return app;
}
