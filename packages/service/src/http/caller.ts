import { VisibleError } from "@faultline/core/visible-error";
import type { Context, MiddlewareHandler } from "hono";
import type { Authenticate, Scope } from "../projects/authenticate.js";
import type { Environment } from "./request-context.js";
import type { Sessions } from "./sessions.js";

/** Lets only the master key through: by `x-api-key`, `Authorization: Bearer`, or the UI's session. */
export function masterOnly(authenticate: Authenticate, sessions: Sessions): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const scope = await callerOf(c, authenticate, sessions);
    if (!scope)
      throw new VisibleError(
        "unauthorized",
        "no_key",
        "Send the master key in the header x-api-key, or sign in.",
      );
    if (scope.kind !== "master") {
      throw new VisibleError(
        "forbidden",
        "not_allowed",
        "This key may only post errors; use the master key here.",
      );
    }
    c.set("scope", scope);
    await next();
  };
}

async function callerOf(
  c: Context<Environment>,
  authenticate: Authenticate,
  sessions: Sessions,
): Promise<Scope | undefined> {
  const key = keyOf(c);
  if (key === undefined) return sessions.scope(c);
  const scope = await authenticate(key);
  if (!scope)
    throw new VisibleError("forbidden", "wrong_key", "This key is not known here; it may have been revoked.");
  return scope;
}

export function keyOf(c: Context): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "");
  return c.req.header("x-api-key") || bearer?.[1];
}
