import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import type { Context, MiddlewareHandler } from "hono";
import type { Authenticate, Scope } from "../projects/authenticate.js";
import type { Environment } from "./request-context.js";
import type { Sessions } from "./sessions.js";
import type { WrongKeys } from "./wrong-keys.js";

/** How a caller is known. */
export interface Callers {
  readonly authenticate: Authenticate;
  readonly sessions: Sessions;
  readonly wrongKeys: WrongKeys;
}

/** Lets only the master key through: by `x-api-key`, `Authorization: Bearer`, or the UI's session. */
export function masterOnly(callers: Callers): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const scope = await callerOf(c, callers);
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

async function callerOf(c: Context<Environment>, callers: Callers): Promise<Scope | undefined> {
  const { sessions } = callers;
  const key = keyOf(c);
  if (key === undefined) return sessions.scope(c);
  const scope = await scopeOfKey(c, callers, key);
  if (!scope)
    throw new VisibleError("forbidden", "wrong_key", "This key is not known here; it may have been revoked.");
  return scope;
}

/** What a key may do that reads and manages; wrong ones are counted. Throws `too_many_wrong_keys`. */
export async function scopeOfKey(
  c: Context,
  { authenticate, wrongKeys }: Pick<Callers, "authenticate" | "wrongKeys">,
  key: string,
): Promise<Scope | undefined> {
  wrongKeys.check(c);
  const scope = await authenticate(keyHash(key));
  if (!scope) wrongKeys.wrong(c);
  if (scope?.kind === "master") wrongKeys.right(c);
  return scope;
}

export function keyOf(c: Context): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "");
  return c.req.header("x-api-key") || bearer?.[1];
}
