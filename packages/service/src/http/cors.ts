import type { MiddlewareHandler } from "hono";

const ALLOWED_HEADERS = [
  "content-type",
  "content-encoding",
  "authorization",
  "idempotency-key",
  "x-api-key",
  "x-apikey",
  "x-sentry-auth",
  "x-rollbar-access-token",
  "bugsnag-api-key",
  "bugsnag-integrity",
  "bugsnag-payload-version",
  "bugsnag-sent-at",
  "cache-control",
  "x-airbrake-token",
].join(", ");

const EXPOSED_HEADERS = [
  "x-sentry-rate-limits",
  "x-sentry-error",
  "retry-after",
  "x-ratelimit-delay",
  "x-ratelimit-reset",
  "x-rate-limit-remaining",
  "x-rate-limit-remaining-seconds",
  "x-faultline-region",
].join(", ");

/**
 * Lets any page send errors, and read why one was refused: on refusals too. No SDK sends cookies, so any
 * origin is safe. Preflights are answered here.
 */
export const openCors =
  (methods: string): MiddlewareHandler =>
  async (c, next) => {
    if (c.req.method === "OPTIONS") {
      c.res = new Response(null, { status: 204 });
      c.res.headers.set("access-control-allow-methods", methods);
      c.res.headers.set("access-control-allow-headers", ALLOWED_HEADERS);
      c.res.headers.set("access-control-max-age", "86400");
    } else {
      await next();
    }
    c.res.headers.set("access-control-allow-origin", "*");
    c.res.headers.set("access-control-expose-headers", EXPOSED_HEADERS);
  };
