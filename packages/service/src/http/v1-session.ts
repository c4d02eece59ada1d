import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { deviceName } from "@faultline/protocols/user-agent";
import * as z from "zod";
import { listPeople } from "../people/people.js";
import { may, ROLES } from "../people/rights.js";
import { whoIs } from "../people/who.js";
import type { Ports } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { Cache } from "../table/cache.js";
import { guarded, scopeOfKey } from "./caller.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Time } from "./schemas.js";
import type { ListedSession as Listed } from "./sessions.js";
import type { Access } from "./v1.js";

export const Session = z
  .object({
    signedIn: z.boolean(),
    who: z
      .object({
        id: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        projects: z.array(z.string()).optional().openapi({ description: "Theirs; all when left out" }),
        isPerson: z.boolean().openapi({ description: "False where the master key signed in" }),
      })
      .optional(),
    hasPeople: z.boolean().optional().openapi({
      description: "False until the first person is made: the master key alone signs in",
    }),
    regions: z.array(z.string()).optional().openapi({
      description: "Where events are taken, the primary region first; for who is signed in",
    }),
    provider: z.string().optional().openapi({ description: "Who else signs people in, by name" }),
  })
  .openapi("Session");

const signIn = createRoute({
  method: "post",
  path: "/v1/session",
  summary: "Sign in with the master key: sets a cookie",
  security: [],
  request: body(z.object({ key: z.string().min(1) })),
  responses: { 201: json(Session, "Signed in"), ...refusals },
});

const look = createRoute({
  method: "get",
  path: "/v1/session",
  summary: "Whether the cookie is still good",
  responses: { 200: json(Session, "Signed in or not"), ...refusals },
});

const signOut = createRoute({
  method: "delete",
  path: "/v1/session",
  summary: "Sign out: the session ends in both regions, copies of its cookie too",
  responses: { 204: { description: "Signed out" }, ...refusals },
});

const signOutEverywhere = createRoute({
  method: "delete",
  path: "/v1/sessions",
  summary: "Sign out everywhere: one's own sessions end, or all there are for who manages everything",
  responses: { 204: { description: "All are signed out" }, ...refusals },
});

export const ListedSession = z
  .object({
    id: z.string(),
    device: z.string().openapi({ description: "By its user agent", example: "Chrome 128 · macOS" }),
    person: z.string().optional().openapi({ description: "Who; left out where the master key signed in" }),
    from: z.string().openapi({ description: "The address it signed in from; of IPv6 the network" }),
    signedInAt: Time,
    usedAt: Time.optional().openapi({ description: "When it was used last; may lag an hour behind" }),
    expiresAt: Time,
    current: z.boolean().openapi({ description: "The caller's own" }),
  })
  .openapi("ListedSession");

const list = createRoute({
  method: "get",
  path: "/v1/sessions",
  summary: "Who is signed in: device, address, times; the latest first",
  responses: {
    200: json(z.object({ sessions: z.array(ListedSession), cursor: z.null() }), "Sessions"),
    ...refusals,
  },
});

const end = createRoute({
  method: "delete",
  path: "/v1/sessions/{session}",
  summary: "End a session, in both regions within a minute",
  request: { params: z.object({ session: z.string() }) },
  responses: { 204: { description: "It is signed out" }, ...refusals },
});

/** However many ask, people are looked for so often at the most. */
const PEOPLE_SECONDS = 2;

export function sessionRoutes(
  ports: Pick<Ports, "log" | "clock" | "settings" | "regions">,
  access: Access,
): ApiApp {
  const { sessions } = access;
  const app = apiApp();
  const provider = ports.settings.provider?.name;
  const people = new Cache<boolean>(ports.clock, PEOPLE_SECONDS);
  app.openapi(signIn, async (c) => {
    const scope = await scopeOfKey(c, access, c.req.valid("json").key);
    if (!scope) throw new VisibleError("forbidden", "wrong_key", "Unknown key.");
    if (scope.kind !== "master")
      throw new VisibleError("forbidden", "not_allowed", "Only the master key signs in.");
    await access.audited(c, { scope, did: "POST /v1/session", status: 201 }, () => sessions.begin(c));
    return c.json({ signedIn: true }, 201);
  });
  app.openapi(look, async (c) => {
    const scope = await sessions.scope(c);
    const hasPeople = await people.get("any", async () => (await listPeople(ports)).length > 0);
    const who = scope && signedIn(scope);
    const regions = scope && [...ports.regions];
    return c.json({ signedIn: scope !== undefined, who, hasPeople, regions, provider }, 200);
  });
  app.openapi(signOut, async (c) => {
    const scope = await sessions.scope(c);
    const end = (): Promise<void> => sessions.end(c);
    await (scope ? access.audited(c, { scope, did: "DELETE /v1/session", status: 204 }, end) : end());
    return c.body(null, 204);
  });
  app.use("/v1/sessions", guarded(access));
  app.use("/v1/sessions/*", guarded(access));
  app.openapi(list, async (c) => {
    const listed = await sessions.list(c, onlyOf(c.get("scope")));
    return c.json({ sessions: await Promise.all(listed.map(rendered)), cursor: null }, 200);
  });
  app.openapi(end, async (c) => {
    if (await sessions.endOne(c.req.valid("param").session, onlyOf(c.get("scope")))) return c.body(null, 204);
    throw new VisibleError(
      "not_found",
      "session_not_found",
      "There is no such session; it may have ended already.",
    );
  });
  app.openapi(signOutEverywhere, async (c) => {
    const person = onlyOf(c.get("scope"));
    if (person === undefined) await sessions.endAll(c);
    else {
      await sessions.endOthers(c, person);
      await sessions.end(c);
    }
    return c.body(null, 204);
  });
  return app;
}

/** Whose sessions the caller sees and ends; undefined: everybody's. */
const onlyOf = (scope: Scope): string | undefined =>
  may(scope, "manage") || scope.kind !== "person" ? undefined : scope.id;

/** As the pages need it: what to show, and what to leave out. */
function signedIn(scope: Scope): z.infer<typeof Session>["who"] {
  if (scope.kind !== "person") return { ...whoIs(scope), role: "owner", isPerson: false };
  const { id, name, role, projects } = scope;
  return { id, name, role, projects: projects && [...projects], isPerson: true };
}

const rendered = async ({
  id,
  agent,
  person,
  from,
  at,
  until,
  usedAt,
  isCurrent,
}: Listed): Promise<z.infer<typeof ListedSession>> => ({
  id,
  device: await deviceName(agent),
  person,
  from,
  signedInAt: formatTime(at),
  usedAt: usedAt === undefined ? undefined : formatTime(usedAt),
  expiresAt: formatTime(until),
  current: isCurrent,
});
