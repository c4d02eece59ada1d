import type { MiddlewareHandler } from "hono";

/** What a page may always send. */
const ALLOWED = ["content-type", "content-encoding", "authorization", "idempotency-key", "x-api-key"];
const EXPOSED = ["retry-after", "x-faultline-region"];
const ASKED_MAX = 50;

interface Cors {
  readonly methods: string;
  /** Headers of answers that scripts may read, beside the common ones. */
  readonly exposed?: readonly string[] | undefined;
}

/**
 * Lets any page send errors, and read why one was refused: on refusals too. No SDK sends cookies, so any origin is
 * safe, and so is any header: tracers add theirs to every request of a page. Preflights are answered here.
 */
export const openCors = ({ methods, exposed = [] }: Cors): MiddlewareHandler => {
  const exposedHeaders = [...EXPOSED, ...exposed].join(", ");
  return async (c, next) => {
    if (c.req.method === "OPTIONS") {
      c.res = new Response(null, { status: 204 });
      c.res.headers.set("access-control-allow-methods", methods);
      c.res.headers.set(
        "access-control-allow-headers",
        allowed(c.req.header("access-control-request-headers")),
      );
      c.res.headers.set("access-control-max-age", "86400");
      c.res.headers.set("vary", "access-control-request-headers");
    } else {
      await next();
    }
    c.res.headers.set("access-control-allow-origin", "*");
    c.res.headers.set("access-control-expose-headers", exposedHeaders);
  };
};

function allowed(asked: string | undefined): string {
  const names = (asked ?? "")
    .toLowerCase()
    .split(",", ASKED_MAX)
    .map((name) => name.trim());
  const tokens = names.filter((name) => /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name));
  return [...new Set([...ALLOWED, ...tokens])].join(", ");
}
