import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { isFor, may, maySomewhere, type Right } from "../people/rights.js";
import type { Authenticate, Scope } from "../projects/authenticate.js";
import type { Audited } from "./audited.js";
import { NEEDS, type Need } from "./needed-rights.js";
import type { Environment } from "./request-context.js";
import type { Sessions } from "./sessions.js";
import type { WrongKeys } from "./wrong-keys.js";

/** How a caller is known. */
export interface Callers {
  readonly authenticate: Authenticate;
  readonly sessions: Sessions;
  readonly wrongKeys: WrongKeys;
  readonly audited: Audited;
}

/** Lets through who may use the route: by `x-api-key`, `Authorization: Bearer`, or the UI's session. */
export function guarded(callers: Callers): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const scope = await callerOf(c, callers);
    if (!scope)
      throw new VisibleError(
        "unauthorized",
        "no_key",
        "Send a key or token in the header x-api-key, or sign in.",
      );
    await letThrough(c, callers, scope, next);
  };
}

/** Goes on as who the caller is, with a line in the audit. Throws `not_allowed` unless the route's need is met. */
export async function letThrough(
  c: Context<Environment>,
  { audited }: Pick<Callers, "audited">,
  scope: Scope,
  next: () => Promise<void>,
): Promise<void> {
  const meant = meantBy(c);
  if (!isMet(scope, meant)) throw notAllowed(meant.need.right);
  c.set("scope", scope);
  await audited(c, { scope, did: meant.did, project: meant.project }, next);
}

/** What a request is meant for. */
interface Meant {
  readonly did: string;
  readonly need: Need;
  /** The project of its address; undefined where it has none, or one that cannot be read. */
  readonly project?: string | undefined;
}

/** No route of ours: whoever may read is told so. */
const NOWHERE: Need = { right: "read", of: "some" };

function meantBy(c: Context<Environment>): Meant {
  const route = matchedRoutes(c).findLast(({ method, path }) => NEEDS.has(`${method} ${path}`));
  const did = `${route?.method ?? c.req.method} ${route?.path ?? c.req.path}`;
  const need = NEEDS.get(did) ?? NOWHERE;
  return {
    did,
    need,
    project: need.of === "project" && route ? projectIn(route.path, c.req.path) : undefined,
  };
}

/** Throws `not_allowed` unless the caller of a guarded route may do this as well, in this project. */
export function refuseUnlessMay(c: Context<Environment>, right: Right, project?: string): void {
  if (!may(c.get("scope"), right, project)) throw notAllowed(right);
}

const notAllowed = (right: Right): VisibleError =>
  new VisibleError(
    "forbidden",
    "not_allowed",
    `This key may not do that here: it takes the scope ${right}, for this project or for all.`,
  );

function isMet(scope: Scope, { need: { right, of, isForMembers }, project }: Meant): boolean {
  if (isForMembers && isMember(scope, project)) return true;
  switch (of) {
    case "all":
      return may(scope, right);
    case "some":
      return maySomewhere(scope, right);
    case "project":
      return may(scope, right, project);
    case "person":
      return scope.kind === "person";
    case "own":
      return scope.kind === "person" || scope.kind === "master";
    case "self":
      return scope.kind === "person" || may(scope, right);
  }
}

const isMember = (scope: Scope, project: string | undefined): boolean =>
  scope.kind === "person" &&
  scope.role === "member" &&
  project !== undefined &&
  isFor(scope.projects, project);

/** The project that an address names, read as the route's own handler does; undefined when it cannot be decoded. */
function projectIn(route: string, address: string): string | undefined {
  const parts = route.split("/");
  const place = parts.includes(":project") ? parts.indexOf(":project") : parts.indexOf("projects") + 1;
  try {
    return decodeURIComponent(address.split("/")[place] ?? "");
  } catch {
    // Half of it would be decoded: whom it means is not said.
    return undefined;
  }
}

async function callerOf(c: Context<Environment>, callers: Callers): Promise<Scope | undefined> {
  const { sessions } = callers;
  const key = keyOf(c);
  if (key === undefined) return sessions.scope(c);
  const scope = await scopeOfKey(c, callers, key);
  if (!scope)
    throw new VisibleError("forbidden", "wrong_key", "Unknown key; it may have expired or been revoked.");
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
  else if (maySomewhere(scope, "read")) wrongKeys.right(c);
  return scope;
}

export function keyOf(c: Context): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("authorization") ?? "");
  return c.req.header("x-api-key") || bearer?.[1];
}
