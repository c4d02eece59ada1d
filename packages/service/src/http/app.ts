import type { Hono } from "hono";
import { runbookPage } from "../monitoring/runbook/render.js";
import { type Seen, seenAnswer, syntheticChecksSeen } from "../monitoring/synthetic-check.js";
import type { Ports } from "../ports.js";
import type { Statuses } from "../regions/status-report.js";
import { Cache } from "../table/cache.js";
import { artifactUploads } from "./artifact-uploads.js";
import { audited } from "./audited.js";
import { errorAnswer, frame, newApp, noRoute } from "./frame.js";
import { intakeRoutes } from "./intake.js";
import { type Known, knownOf } from "./known.js";
import { sharedRoutes } from "./occurrence-link.js";
import type { Environment } from "./request-context.js";
import { sentryReleases } from "./sentry-releases.js";
import { sessions } from "./sessions.js";
import { ISSUE_PATHS, shortIdPaths } from "./short-id-paths.js";
import { NO_SITE, type Site, siteAnswer } from "./site.js";
import { siteUnder } from "./site-under.js";
import { v0 } from "./v0.js";
import { type Access, v1 } from "./v1.js";
import { wrongKeys } from "./wrong-keys.js";

const CHECKS_CACHE_SECONDS = 0.2;
/** The whole HTTP service of a region: wires, both APIs, health, and the pages where no program is meant. */
export function createApp(
  ports: Ports,
  statuses: Statuses,
  pages: Site = NO_SITE,
  known: Known = knownOf(ports),
): Hono<Environment> {
  const site = siteUnder(pages, ports.settings.publicUrl);
  const app = newApp();
  app.use(ISSUE_PATHS, shortIdPaths(ports, app));
  frame(app, ports, known);
  app.get("/runbook", (c) => c.html(runbookPage()));
  // Times alone: when the latest synthetic check of each region was sent that this view shows.
  const checks = new Cache<Seen>(ports.clock, CHECKS_CACHE_SECONDS);
  app.get("/health/canaries", async (c) => {
    const seen = await checks.get("seen", () => syntheticChecksSeen(ports));
    return c.json(seenAnswer(ports.region, seen));
  });
  intakeRoutes(app, ports, { statuses, known });
  const access: Access = {
    statuses,
    authenticate: known.authenticate,
    sessions: sessions(ports),
    wrongKeys: wrongKeys(ports.clock),
    audited: audited(ports),
  };
  app.route("/", v0(ports, access));
  app.route("/", artifactUploads(ports, access));
  app.route("/", sentryReleases(ports, access));
  app.route("/", sharedRoutes(ports, site));
  app.route("/", v1(ports, access));

  app.notFound(async (c) => (await siteAnswer(site, c)) ?? errorAnswer(c.req.path, noRoute()));
  return app;
}
