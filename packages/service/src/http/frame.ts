import { VisibleError } from "@faultline/core/visible-error";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { TrieRouter } from "hono/router/trie-router";
import { unavailable } from "../ingest/ingest.js";
import { METRICS } from "../metrics.js";
import { isQuietRequest, suppressingSelfReports } from "../monitoring/suppress-self-reporting.js";
import { type Ports, Unavailable } from "../ports.js";
import type { Known } from "./known.js";
import { plainPath } from "./plain-path.js";
import { internalResponse, problemResponse, v0Response } from "./problem.js";
import { RefusedBody } from "./refused-body.js";
import type { Environment } from "./request-context.js";
import { pathOf } from "./request-url.js";

/** A year, of this name alone: others below it may be somebody else's. */
const HSTS = "max-age=31536000";

type FramePorts = Pick<Ports, "region" | "clock" | "ids" | "meter" | "print" | "ownFault" | "settings">;

/** Some of our paths are beyond Hono's router of one expression: it would be tried for nothing, with the first request. */
export const newApp = (): Hono<Environment> =>
  new Hono<Environment>({ getPath: ({ url }) => plainPath(pathOf(url)), router: new TrieRouter() });

/** Puts around every route that follows: common headers, a line in the log, and how errors are answered. */
export function frame(app: Hono<Environment>, ports: FramePorts, { projects }: Known): void {
  const isHttps = ports.settings.publicUrl.startsWith("https:");

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

  app.notFound((c) => errorAnswer(c.req.path, noRoute()));
  app.onError((thrown, c) => {
    const error = translated(ports, thrown, c.req.raw.signal);
    if (error instanceof VisibleError) return errorAnswer(c.req.path, error);
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
}

export const noRoute = (): VisibleError =>
  new VisibleError("not_found", "route_not_found", "No such address; /openapi.json lists all.");

function translated(ports: Pick<Ports, "ids">, thrown: Error, { aborted: isGone }: AbortSignal): Error {
  if (thrown instanceof Unavailable) return unavailable(ports, thrown);
  if (thrown instanceof RefusedBody) return new VisibleError("bad_request", "bad_request", thrown.message);
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

/** An error as the API that was asked tells it. */
export const errorAnswer = (path: string, error: VisibleError): Response =>
  path.startsWith("/v0/") ? v0Response(error) : problemResponse(error);
