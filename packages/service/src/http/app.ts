import { VisibleError } from "@faultline/core/visible-error";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { unavailable } from "../ingest/ingest.js";
import { METRICS } from "../metrics.js";
import { runbookPage } from "../monitoring/runbook/render.js";
import { isQuietRequest, suppressingSelfReports } from "../monitoring/suppress-self-reporting.js";
import { type Seen, seenAnswer, syntheticChecksSeen } from "../monitoring/synthetic-check.js";
import { type Ports, Unavailable } from "../ports.js";
import { authenticator } from "../projects/authenticate.js";
import { knownProjects } from "../projects/known-projects.js";
import { isFit } from "../regions/health.js";
import type { Statuses } from "../regions/status-report.js";
import { Cache } from "../table/cache.js";
import { artifactUploads } from "./artifact-uploads.js";
import { audited } from "./audited.js";
import { sharedRoutes } from "./occurrence-link.js";
import { plainPath } from "./plain-path.js";
import { internalResponse, problemResponse, v0Response } from "./problem.js";
import { receive } from "./receive.js";
import type { Environment } from "./request-context.js";
import { pathOf } from "./request-url.js";
import { sentryReleases } from "./sentry-releases.js";
import { sessions } from "./sessions.js";
import { ISSUE_PATHS, shortIdPaths } from "./short-id-paths.js";
import { NO_SITE, type Site, siteAnswer } from "./site.js";
import { siteUnder } from "./site-under.js";
import { v0 } from "./v0.js";
import { type Access, v1 } from "./v1.js";
import { wrongKeys } from "./wrong-keys.js";

const CHECKS_CACHE_SECONDS = 0.2;
/** A year, of this name alone: others below it may be somebody else's. */
const HSTS = "max-age=31536000";

/** The whole HTTP service of a region: wires, both APIs, health, and the pages where no program is meant. */
export function createApp(ports: Ports, statuses: Statuses, pages: Site = NO_SITE): Hono<Environment> {
  const site = siteUnder(pages, ports.settings.publicUrl);
  const projects = knownProjects(ports);
  const app = new Hono<Environment>({
    getPath: ({ url }) => plainPath(pathOf(url)),
  });
  const isHttps = ports.settings.publicUrl.startsWith("https:");

  app.use(ISSUE_PATHS, shortIdPaths(ports, app));
  app.use(async (c, next) => {
    const start = ports.clock.now();
    c.set("line", {});
    await next();
    if (c.get("isAudited")) projects.forget();
    c.res.headers.set("x-faultline-region", ports.region);
    c.res.headers.set("x-content-type-options", "nosniff");
    // What is no file of the pages is somebody's own: no cache on the way may keep it.
    if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
    if (isHttps) c.res.headers.set("strict-transport-security", HSTS);
    const milliseconds = ports.clock.now() - start;
    const { method } = c.req;
    const path = printedPath(c.req.path);
    // Checkers ask several times a second; only what they should worry about is worth a line.
    if (path.startsWith("/health") && c.res.ok) return;
    ports.print({ ...c.get("line"), method, path, status: c.res.status, milliseconds, region: ports.region });
  });

  // What reports a fault, and fails, must not make another fault to report.
  app.use((c, next) =>
    isQuietRequest(ports.settings, c.req.raw.headers) ? suppressingSelfReports(next) : next(),
  );

  app.get("/runbook", (c) => c.html(runbookPage()));
  // Times alone: when the latest synthetic check of each region was sent that this view shows.
  const checks = new Cache<Seen>(ports.clock, CHECKS_CACHE_SECONDS);
  app.get("/health/canaries", async (c) => {
    const seen = await checks.get("seen", () => syntheticChecksSeen(ports));
    return c.json(seenAnswer(ports.region, seen));
  });
  app.get("/health/live", (c) => c.json({ status: "alive", region: ports.region }));
  app.get("/health/canary", async (c) => {
    const healthy = await statuses.healthy();
    return c.json({ healthy, region: ports.region }, healthy ? 200 : 503);
  });
  app.get("/health", async (c) => {
    const healthy = await isFit(statuses);
    return c.json({ status: healthy ? "healthy" : "unhealthy", region: ports.region }, healthy ? 200 : 503);
  });
  const access: Access = {
    statuses,
    authenticate: authenticator(ports),
    sessions: sessions(ports),
    wrongKeys: wrongKeys(ports.clock),
    audited: audited(ports),
  };
  app.route("/", receive(ports, access.authenticate, projects));
  app.route("/", v0(ports, access));
  app.route("/", artifactUploads(ports, access));
  app.route("/", sentryReleases(ports, access));
  app.route("/", sharedRoutes(ports, site));
  app.route("/", v1(ports, access));

  app.notFound(async (c) => {
    const error = new VisibleError(
      "not_found",
      "route_not_found",
      "No such address; /openapi.json lists all.",
    );
    return (await siteAnswer(site, c)) ?? answer(c.req.path, error);
  });
  app.onError((thrown, c) => {
    const error = translated(ports, thrown, c.req.raw.signal);
    if (error instanceof VisibleError) return answer(c.req.path, error);
    ports.meter.count(METRICS.requestsFailed, 1);
    ports.ownFault?.(error, `${c.req.method} ${c.req.routePath}`);
    ports.print({
      level: "error",
      region: ports.region,
      path: printedPath(c.req.path),
      error: error.stack ?? String(error),
    });
    return internalResponse();
  });
  return app;
}

function translated(ports: Pick<Ports, "ids">, thrown: Error, { aborted: isGone }: AbortSignal): Error {
  if (thrown instanceof Unavailable) return unavailable(ports, thrown);
  // Nobody reads the answer; what counts is that it is no fault of ours.
  if (isGone && isHangUp(thrown))
    return new VisibleError("bad_request", "bad_request", "The connection ended before the body did.");
  // The validator of a JSON route throws this for a body that is no JSON.
  if (thrown instanceof HTTPException && thrown.status === 400) {
    return new VisibleError("bad_request", "invalid_json", "Send JSON in UTF-8: the body is not JSON.");
  }
  return thrown;
}

/** How reading the body of a request ends whose client is gone. */
const isHangUp = (thrown: Error): boolean =>
  thrown.name === "AbortError" || ("code" in thrown && thrown.code === "ECONNRESET");

/** As it may lie in a log: what a shared link ends in lets whoever has it look. */
const printedPath = (path: string): string => path.replace(/^\/shared\/.+/, "/shared/…");

const answer = (path: string, error: VisibleError): Response =>
  path.startsWith("/v0/") ? v0Response(error) : problemResponse(error);
