import "./described-schemas.js";
import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import * as z from "zod";
import { type Invite, personIdOf, requireInvite } from "../people/invites.js";
import type { Person } from "../people/people.js";
import type { Ports } from "../ports.js";
import type { PersonScope } from "../projects/authenticate.js";
import type { Callers } from "./caller.js";
import type { Environment } from "./request-context.js";

export const SignedIn = z
  .object({ signedIn: z.literal(true), id: z.string(), name: z.string() })
  .openapi("SignedIn");

/**
 * What the work finds, unless too much was tried. It counts as wrong before it is known to be: of many at once, none runs
 * beyond the limit. Throws `too_many_wrong_keys`.
 */
export async function trying<T>(
  c: Context<Environment>,
  { wrongKeys }: Pick<Callers, "wrongKeys">,
  work: () => Promise<T>,
  who?: string,
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
export async function openedInvite(
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

/** Begins a session of somebody, with its line in the audit; what is to be done before it is done between the two. */
export async function letIn(
  c: Context<Environment>,
  { audited, sessions }: Pick<Callers, "audited" | "sessions">,
  scope: PersonScope,
  before: () => Promise<unknown> = async () => undefined,
): Promise<z.infer<typeof SignedIn>> {
  const did = `${c.req.method} ${c.req.path}`;
  await audited(c, { scope, did, status: 201, isChange: true }, async () => {
    await before();
    await sessions.begin(c, scope.id);
  });
  return { signedIn: true, id: scope.id, name: scope.name };
}

export const scopeOf = ({
  id,
  name,
  role,
  projects,
}: Pick<Person, "id" | "name" | "role" | "projects">): PersonScope => ({
  kind: "person",
  id,
  name,
  role,
  projects,
});

/** Who comes of an invite. */
export const invitedScope = (invite: Invite, name: string): PersonScope =>
  scopeOf({ ...invite, name, id: personIdOf(invite) });
