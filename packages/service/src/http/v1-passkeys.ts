import { VisibleError } from "@faultline/core/visible-error";
import { deviceName } from "@faultline/protocols/user-agent";
import * as z from "zod";
import { acceptInvite, personIdOf } from "../people/invites.js";
import { noteUses } from "../people/last-uses.js";
import { askForAny, askForNew, newPasskey, usesOf } from "../people/passkey-ceremony.js";
import { countUse, passkeyOf, passkeyWrite } from "../people/passkeys.js";
import { personOf } from "../people/people.js";
import type { Ports } from "../ports.js";
import type { Callers } from "./caller.js";
import { invitedScope, letIn, openedInvite, SignedIn, scopeOf, trying } from "./coming-in.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { passkeyPlace } from "./passkey-place.js";
import { AskedPasskey, Email, InviteToken, NewPasskey, PersonName, UsedPasskey } from "./person-schemas.js";

const ask = createRoute({
  method: "post",
  path: "/v1/session/passkey/options",
  summary: "What a browser needs to sign in with a passkey",
  security: [],
  responses: { 200: json(AskedPasskey, "Options for the browser"), ...refusals },
});

const signIn = createRoute({
  method: "post",
  path: "/v1/session/passkey",
  summary: "Sign in with a passkey: sets a cookie",
  security: [],
  request: body(UsedPasskey),
  responses: { 201: json(SignedIn, "Signed in"), ...refusals },
});

const askInvited = createRoute({
  method: "post",
  path: "/v1/invite/passkey/options",
  summary: "What a browser needs to make the passkey by which an invite is accepted",
  security: [],
  request: body(z.object({ token: InviteToken, name: PersonName })),
  responses: { 200: json(AskedPasskey, "Options for the browser"), ...refusals },
});

const accept = createRoute({
  method: "post",
  path: "/v1/invite/passkey",
  summary: "Accept an invite with a passkey: makes the person, and sets a cookie",
  security: [],
  request: body(NewPasskey.extend({ token: InviteToken, name: PersonName, email: Email.optional() })),
  responses: { 201: json(SignedIn, "Signed in"), ...refusals },
});

/** As long as the name somebody gives one. */
const NAME_CHARS_MAX = 100;

/** Coming in by a passkey. The first one of a person is called after the device it was made on. */
export function passkeyRoutes(ports: Ports, callers: Callers): ApiApp {
  const app = apiApp();
  const noteUse = noteUses(ports);
  app.openapi(ask, async (c) => {
    callers.wrongKeys.check(c);
    return c.json(opened(await askForAny(ports, passkeyPlace(c, ports.settings.publicUrl))), 200);
  });
  app.openapi(signIn, async (c) => {
    const shown = c.req.valid("json");
    const person = await trying(c, callers, async () => {
      const passkey = await passkeyOf(ports, shown.response.id);
      const uses = passkey && (await usesOf(ports, passkey, shown));
      if (!passkey || uses === undefined) return undefined;
      await countUse(ports, passkey.id, uses);
      noteUse(passkey.id);
      return personOf(ports.log, passkey.person);
    });
    if (!person) throw wrongPasskey();
    return c.json(await letIn(c, callers, scopeOf(person)), 201);
  });
  app.openapi(askInvited, async (c) => {
    const { token, name } = c.req.valid("json");
    const invite = await openedInvite(ports, c, callers, token);
    const place = passkeyPlace(c, ports.settings.publicUrl);
    return c.json(opened(await askForNew(ports, place, { id: personIdOf(invite), name, has: [] })), 200);
  });
  app.openapi(accept, async (c) => {
    const { token, name, email, ...made } = c.req.valid("json");
    const invite = await openedInvite(ports, c, callers, token);
    const person = invitedScope(invite, name);
    const passkey = await trying(c, callers, () => newPasskey(ports, person.id, made));
    if (!passkey) throw wrongPasskey();
    const device = (await deviceName(c.req.header("user-agent"))).slice(0, NAME_CHARS_MAX);
    const kept = { ...passkey, person: person.id, name: device, createdAt: ports.clock.now() };
    const signedIn = await letIn(c, callers, person, () =>
      acceptInvite(ports, invite, { name, email: email ?? invite.email }, () => passkeyWrite(kept)),
    );
    return c.json(signedIn, 201);
  });
  return app;
}

/** As a record, which is what the description promises. */
export const opened = ({
  options,
  challenge,
}: {
  readonly options: object;
  readonly challenge: string;
}): z.infer<typeof AskedPasskey> => ({ options: { ...options }, challenge });

export const wrongPasskey = (): VisibleError =>
  new VisibleError("forbidden", "wrong_sign_in", "Unknown passkey, or the answer came too late; try again.");
