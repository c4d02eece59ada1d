import { invariant } from "@faultline/core/invariant";
import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import * as z from "zod";
import { askForNew, newPasskey } from "../people/passkey-ceremony.js";
import { addPasskey, type ListedPasskey, passkeysOf, removePasskey } from "../people/passkeys.js";
import { changePassword, hasPassword, isPasswordOf } from "../people/passwords.js";
import { changePerson, requirePerson } from "../people/people.js";
import type { Ports } from "../ports.js";
import type { PersonScope } from "../projects/authenticate.js";
import type { Callers } from "./caller.js";
import { trying } from "./coming-in.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { passkeyPlace } from "./passkey-place.js";
import { AskedPasskey, NewPasskey, NewPassword, PersonName, TriedPassword } from "./person-schemas.js";
import type { Environment } from "./request-context.js";
import { Time } from "./schemas.js";
import { opened, wrongPasskey } from "./v1-passkeys.js";

const Passkey = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAt: Time,
    usedAt: Time.optional().openapi({ description: "When it was used last; may lag an hour behind" }),
  })
  .openapi("Passkey");

export const Account = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    hasPassword: z.boolean(),
    passkeys: z.array(Passkey),
  })
  .openapi("Account");

const look = createRoute({
  method: "get",
  path: "/v1/account",
  summary: "How one signs in: one's own passkeys, and whether there is a password",
  responses: { 200: json(Account, "The caller's account"), ...refusals },
});

const rename = createRoute({
  method: "patch",
  path: "/v1/account",
  summary: "Change one's own name; known in both regions within a minute",
  request: body(z.strictObject({ name: PersonName })),
  responses: {
    200: json(z.object({ id: z.string(), name: z.string() }), "As one is called now"),
    ...refusals,
  },
});

const setPassword = createRoute({
  method: "put",
  path: "/v1/account/password",
  summary: "Change one's own password: all other sessions of one's own end",
  request: body(z.object({ current: TriedPassword.optional(), password: NewPassword })),
  responses: { 204: { description: "Changed" }, ...refusals },
});

const ask = createRoute({
  method: "post",
  path: "/v1/account/passkeys/options",
  summary: "What a browser needs to make one more passkey",
  responses: { 200: json(AskedPasskey, "Options for the browser"), ...refusals },
});

const add = createRoute({
  method: "post",
  path: "/v1/account/passkeys",
  summary: "One more passkey of one's own",
  request: body(NewPasskey.extend({ name: z.string().trim().max(100).default("") })),
  responses: { 201: json(Passkey, "It signs in from now on"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/account/passkeys/{passkey}",
  summary: "Remove a passkey of one's own; not the last way in",
  request: { params: z.object({ passkey: z.string() }) },
  responses: { 204: { description: "It signs nobody in any more" }, ...refusals },
});

/** What people do for themselves. */
export function accountRoutes(ports: Ports, callers: Callers): ApiApp {
  const app = apiApp();
  app.openapi(look, async (c) => {
    const { id, name, email } = await requirePerson(ports.log, own(c).id);
    const passkeys = (await passkeysOf(ports, id)).map(rendered);
    return c.json({ id, name, email, passkeys, hasPassword: await hasPassword(ports, id) }, 200);
  });
  app.openapi(rename, async (c) => {
    const { name } = c.req.valid("json");
    const { id, name: before } = own(c);
    c.set("told", { detail: { name, before } });
    const person = await changePerson(ports, id, { name });
    return c.json({ id, name: person.name }, 200);
  });
  app.openapi(setPassword, async (c) => {
    const { current = "", password } = c.req.valid("json");
    const person = await requirePerson(ports.log, own(c).id);
    if (await hasPassword(ports, person.id)) {
      const isRight = async () => (await isPasswordOf(ports, person, current)) || undefined;
      if (!(await trying(c, callers, isRight, person.id))) throw wrongPassword();
    } else if (person.email === undefined) throw noEmail();
    await changePassword(ports, person, password);
    await callers.sessions.endOthers(c, person.id);
    return c.body(null, 204);
  });
  app.openapi(ask, async (c) => {
    const { id, name } = own(c);
    const place = passkeyPlace(c, ports.settings.publicUrl);
    return c.json(opened(await askForNew(ports, place, { id, name, has: await passkeysOf(ports, id) })), 200);
  });
  app.openapi(add, async (c) => {
    const { name, ...made } = c.req.valid("json");
    const { id: person } = own(c);
    const passkey = await newPasskey(ports, person, made);
    if (!passkey) throw wrongPasskey();
    const kept = await addPasskey(ports, { ...passkey, person, name, createdAt: ports.clock.now() });
    c.set("told", { detail: { passkey: kept.id, name } });
    return c.json(rendered(kept), 201);
  });
  app.openapi(remove, async (c) => {
    const { passkey: id } = c.req.valid("param");
    const person = own(c).id;
    const all = await passkeysOf(ports, person);
    if (!all.some((one) => one.id === id))
      throw new VisibleError("not_found", "passkey_not_found", "You have no such passkey.");
    if (all.length === 1 && !(await hasPassword(ports, person))) throw lastWayIn();
    c.set("told", { detail: { passkey: id } });
    await removePasskey(ports, id);
    return c.body(null, 204);
  });
  return app;
}

/** Who asks for themselves: the table of routes lets nobody else in. */
function own(c: Context<Environment>): PersonScope {
  const scope = c.get("scope");
  invariant(scope.kind === "person", "a person asks");
  return scope;
}

const rendered = ({ id, name, createdAt, usedAt }: ListedPasskey): z.infer<typeof Passkey> => ({
  id,
  name,
  createdAt: formatTime(createdAt),
  usedAt: usedAt === undefined ? undefined : formatTime(usedAt),
});

const wrongPassword = (): VisibleError =>
  new VisibleError("forbidden", "wrong_sign_in", "This is not your password as it is; try again.");

const noEmail = (): VisibleError =>
  new VisibleError(
    "conflict",
    "no_email",
    "A password goes with an e-mail address, and none is known of you; ask an owner to invite you with yours.",
  );

const lastWayIn = (): VisibleError =>
  new VisibleError(
    "conflict",
    "last_way_in",
    "You would lock yourself out: add another passkey or a password before.",
  );
