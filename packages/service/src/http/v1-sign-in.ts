import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { acceptInvite, type Invite, personIdOf, requireInvite } from "../people/invites.js";
import { isPasswordOf, passwordWrite, personOfEmail } from "../people/passwords.js";
import type { Person } from "../people/people.js";
import { ROLES } from "../people/rights.js";
import type { Ports } from "../ports.js";
import type { Callers } from "./caller.js";
import { apiApp, body, json, refusals } from "./openapi.js";
import { Email, InviteToken, NewPassword, PersonName, TriedPassword } from "./person-schemas.js";
import type { Environment } from "./request-context.js";
import { Time } from "./schemas.js";

const SignedIn = z
  .object({ signedIn: z.literal(true), id: z.string(), name: z.string() })
  .openapi("SignedIn");

const byPassword = createRoute({
  method: "post",
  path: "/v1/session/password",
  summary: "Sign in with e-mail address and password: sets a cookie",
  security: [],
  request: body(z.object({ email: Email, password: TriedPassword })),
  responses: { 201: json(SignedIn, "Signed in"), ...refusals },
});

const ShownInvite = z
  .object({
    name: z.string().optional(),
    email: z.string().optional(),
    role: z.enum(ROLES),
    projects: z.array(z.string()).optional(),
    invitedBy: z.string(),
    expiresAt: Time,
  })
  .openapi("ShownInvite");

const look = createRoute({
  method: "post",
  path: "/v1/invite",
  summary: "What an invite is for: its token is posted, so that it lies in no log",
  security: [],
  request: body(z.object({ token: InviteToken })),
  responses: { 200: json(ShownInvite, "Role and projects"), ...refusals },
});

const accept = createRoute({
  method: "post",
  path: "/v1/invite/password",
  summary: "Accept an invite with a password: makes the person, and sets a cookie",
  security: [],
  request: body(z.object({ token: InviteToken, name: PersonName, email: Email, password: NewPassword })),
  responses: { 201: json(SignedIn, "Signed in"), ...refusals },
});

/** How people come in: each of these may be asked by anybody, and none runs dear work for who has tried too often. */
export function signInRoutes(ports: Ports, callers: Callers): OpenAPIHono<Environment> {
  const app = apiApp();
  app.openapi(byPassword, async (c) => {
    const { email, password } = c.req.valid("json");
    const person = await trying(c, callers, email, async () => {
      const found = await personOfEmail(ports, email);
      return (await isPasswordOf(ports, found, password)) ? found : undefined;
    });
    if (!person) throw wrongSignIn();
    const did = "POST /v1/session/password";
    await callers.audited(c, { scope: scopeOf(person), did, status: 201 }, () =>
      callers.sessions.begin(c, person.id),
    );
    return c.json(signedIn(person), 201);
  });
  app.openapi(look, async (c) =>
    c.json(shown(await openedInvite(ports, c, callers, c.req.valid("json").token)), 200),
  );
  app.openapi(accept, async (c) => {
    const { token, password, ...given } = c.req.valid("json");
    const invite = await openedInvite(ports, c, callers, token);
    const scope = scopeOf({ ...invite, ...given, id: personIdOf(invite) });
    await callers.audited(c, { scope, did: "POST /v1/invite/password", status: 201 }, async () => {
      const write = await trying(c, callers, undefined, () => passwordWrite(password));
      await acceptInvite(ports, invite, given, write);
      await callers.sessions.begin(c, scope.id);
    });
    return c.json(signedIn(scope), 201);
  });
  return app;
}

/**
 * What the work finds, unless too much was tried. It counts as wrong before it is known to be: of many at once, none runs
 * beyond the limit. Throws `too_many_wrong_keys`.
 */
async function trying<T>(
  c: Context<Environment>,
  { wrongKeys }: Pick<Callers, "wrongKeys">,
  who: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  wrongKeys.check(c, who);
  wrongKeys.wrong(c, who);
  const found = await work();
  if (found === undefined) return found;
  wrongKeys.wasRight(c, who);
  wrongKeys.right(c);
  return found;
}

/** The invite of this token. Whoever guesses tokens is slowed down as one who guesses keys. Throws `invite_not_found`. */
async function openedInvite(
  ports: Pick<Ports, "log" | "clock">,
  c: Context<Environment>,
  { wrongKeys }: Pick<Callers, "wrongKeys">,
  token: string,
): Promise<Invite> {
  wrongKeys.check(c);
  try {
    return await requireInvite(ports, { token });
  } catch (error) {
    if (error instanceof VisibleError) wrongKeys.wrong(c);
    throw error;
  }
}

const scopeOf = ({ id, name, role, projects }: Pick<Person, "id" | "name" | "role" | "projects">) =>
  ({ kind: "person", id, name, role, projects }) as const;

const signedIn = ({ id, name }: Pick<Person, "id" | "name">): z.infer<typeof SignedIn> => ({
  signedIn: true,
  id,
  name,
});

const shown = ({
  name,
  email,
  role,
  projects,
  createdBy: invitedBy,
  expiresAt,
}: Invite): z.infer<typeof ShownInvite> => ({
  name,
  email,
  role,
  projects: projects && [...projects],
  invitedBy,
  expiresAt: formatTime(expiresAt),
});

/** One text, whatever was wrong. */
const wrongSignIn = (): VisibleError =>
  new VisibleError("forbidden", "wrong_sign_in", "Nobody signs in by this address and password; try again.");
