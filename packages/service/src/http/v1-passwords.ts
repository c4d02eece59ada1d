import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { acceptInvite, type Invite } from "../people/invites.js";
import { isPasswordOf, passwordWrite, personOfEmail } from "../people/passwords.js";
import { ROLES } from "../people/rights.js";
import type { Ports } from "../ports.js";
import type { Callers } from "./caller.js";
import { invitedScope, letIn, openedInvite, SignedIn, scopeOf, trying } from "./coming-in.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Email, InviteToken, NewPassword, PersonName, TriedPassword } from "./person-schemas.js";
import { Time } from "./schemas.js";

const byPassword = createRoute({
  method: "post",
  path: "/v1/session/password",
  summary: "Sign in with e-mail address and password: sets a cookie",
  security: [],
  request: body(z.object({ email: Email, password: TriedPassword })),
  responses: { 201: json(SignedIn, "Signed in"), ...refusals },
});

export const ShownInvite = z
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

/** Coming in by a password. Anybody may ask for it, and none of the dear work runs for who has tried too often. */
export function passwordRoutes(ports: Ports, callers: Callers): ApiApp {
  const app = apiApp();
  app.openapi(byPassword, async (c) => {
    const { email, password } = c.req.valid("json");
    const found = async () => {
      const person = await personOfEmail(ports, email);
      return (await isPasswordOf(ports, person, password)) ? person : undefined;
    };
    const person = await trying(c, callers, found, email);
    if (person) return c.json(await letIn(c, callers, scopeOf(person)), 201);
    // One text, whatever was wrong.
    throw new VisibleError(
      "forbidden",
      "wrong_sign_in",
      "Nobody signs in by this address and password; try again.",
    );
  });
  app.openapi(look, async (c) =>
    c.json(shown(await openedInvite(ports, c, callers, c.req.valid("json").token)), 200),
  );
  app.openapi(accept, async (c) => {
    const { token, password, ...given } = c.req.valid("json");
    const invite = await openedInvite(ports, c, callers, token);
    const signedIn = await letIn(c, callers, invitedScope(invite, given.name), async () => {
      const write = await trying(c, callers, () => passwordWrite(ports, password));
      await acceptInvite(ports, invite, given, write);
    });
    return c.json(signedIn, 201);
  });
  return app;
}

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
