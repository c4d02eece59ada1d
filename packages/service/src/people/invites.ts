import { timingSafeEqual } from "node:crypto";
import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports, type Write, type Written } from "../ports.js";
import { endedKey, inviteKey, invitesPartition, personKey } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { endedAmong } from "./ended.js";
import { listPeople, type Person, refuseTooMany } from "./people.js";
import { ROLES } from "./rights.js";

const INVITES_MAX = 1000;
const OPEN_MILLISECONDS = 7 * 86_400_000;
const ID_CHARS = 24;
/** That it was used or withdrawn is remembered beyond its end. */
const REMEMBERED_SECONDS = 30 * 86_400;

/** An invite as it is kept: never its token. Times are milliseconds since 1970. */
const Invite = z.object({
  id: z.string(),
  /** Of the token. */
  hash: z.string(),
  name: z.string().optional(),
  /** In lower case. */
  email: z.string().optional(),
  role: z.enum(ROLES),
  projects: z.array(z.string()).readonly().optional(),
  createdAt: z.number(),
  createdBy: z.string(),
  expiresAt: z.number(),
});
export type Invite = z.infer<typeof Invite>;

type NewInvite = Pick<Invite, "name" | "email" | "role" | "projects" | "createdBy">;

/** A new invite for a week, and its token, which is told this once. Throws `too_many_people`, `email_taken`. */
export async function createInvite(
  ports: Pick<Ports, "log" | "clock" | "ids">,
  wanted: NewInvite,
): Promise<{ invite: Invite; token: string }> {
  const people = await listPeople(ports);
  refuseTooMany(people);
  refuseTaken(people, wanted.email);
  if ((await listInvites(ports)).length >= INVITES_MAX)
    throw new VisibleError("conflict", "too_many_people", `${INVITES_MAX} invites are open; withdraw some.`);
  const token = ports.ids.secret();
  const hash = keyHash(token);
  const now = ports.clock.now();
  const expiresAt = now + OPEN_MILLISECONDS;
  const invite = { ...wanted, id: inviteId(hash), hash, createdAt: now, expiresAt };
  const row = { ...inviteKey(invite.id), ...invite, x: Math.ceil(expiresAt / 1000) };
  await ports.log.put(row, { kind: "absent" });
  return { invite, token };
}

/** Those that can still be accepted, the latest first. */
export async function listInvites({ log, clock }: Pick<Ports, "log" | "clock">): Promise<readonly Invite[]> {
  const rows = await collect(queryAll(log, { pk: invitesPartition }));
  const ended = await endedAmong(
    log,
    rows.map(({ sk }) => sk),
  );
  return rows
    .filter(({ sk }) => !ended.has(sk))
    .map((row) => Invite.parse(row))
    .filter(({ expiresAt }) => expiresAt > clock.now())
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** The invite with this id or token that can still be accepted. Throws `invite_not_found`. */
export async function requireInvite(
  { log, clock }: Pick<Ports, "log" | "clock">,
  by: { readonly id: string } | { readonly token: string },
): Promise<Invite> {
  const hash = "token" in by ? keyHash(by.token) : undefined;
  const id = "id" in by ? by.id : inviteId(keyHash(by.token));
  const row = await log.get(inviteKey(id));
  const invite = row && Invite.parse(row);
  const isOpen = invite && invite.expiresAt > clock.now() && !(await log.get(endedKey(id)));
  if (isOpen && (hash === undefined || isSame(hash, invite.hash))) return invite;
  throw new VisibleError(
    "not_found",
    "invite_not_found",
    "This invite was used or withdrawn, or has expired; ask for another.",
  );
}

/** Ends an invite that nobody has accepted. */
export async function withdrawInvite(ports: Pick<Ports, "log" | "clock">, invite: Invite): Promise<void> {
  await ports.log.transact([
    markEnded(ports, invite),
    { kind: "delete", key: inviteKey(invite.id), condition: LAST_WRITE_WINS },
  ]);
}

/**
 * The person the invite makes, with what they sign in by. Their id follows from the invite: accepted in two regions at once it
 * is one person all the same. Throws `invite_not_found`, `too_many_people`, `email_taken`.
 */
export async function acceptInvite(
  ports: Pick<Ports, "log" | "clock">,
  invite: Invite,
  given: Pick<Person, "name" | "email">,
  credential: (person: Person) => Write & { readonly condition: NonNullable<Write["condition"]> },
): Promise<Person> {
  const people = await listPeople(ports);
  refuseTooMany(people);
  refuseTaken(people, given.email);
  const { role, projects, createdBy } = invite;
  const id = personIdOf(invite);
  const person = { ...given, id, role, projects, createdBy, createdAt: ports.clock.now() };
  const written: Written = await ports.log.transact([
    { kind: "put", item: { ...personKey(id), ...person, ver: 1 }, condition: { kind: "absent" } },
    credential(person),
    markEnded(ports, invite),
    { kind: "delete", key: inviteKey(invite.id), condition: LAST_WRITE_WINS },
  ]);
  if (written === "written") return person;
  throw new VisibleError("not_found", "invite_not_found", "This invite was used already; sign in instead.");
}

/** Who comes of it. */
export const personIdOf = ({ id }: Pick<Invite, "id">): string => id.replace(/^inv_/, "per_");

const markEnded = ({ clock }: Pick<Ports, "clock">, { id, expiresAt }: Invite) =>
  ({
    kind: "put",
    item: { ...endedKey(id), at: clock.now(), x: Math.ceil(expiresAt / 1000) + REMEMBERED_SECONDS },
    condition: LAST_WRITE_WINS,
  }) as const;

/** Follows from the hash, so that an invite is found by one look. */
const inviteId = (hash: string): string => `inv_${hash.slice(0, ID_CHARS)}`;

const isSame = (hash: string, other: string): boolean =>
  hash.length === other.length && timingSafeEqual(Buffer.from(hash), Buffer.from(other));

/** Who signs in by an e-mail address is one person. */
function refuseTaken(people: readonly Person[], email: string | undefined): void {
  if (email === undefined || people.every((person) => person.email !== email)) return;
  throw new VisibleError("conflict", "email_taken", "Somebody here has this e-mail address already.");
}
