import { keyHash } from "@faultline/core/id";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { endedKey, personKey, providerLinkKey } from "../table/layout.js";
import { acceptInvite, listInvites, personIdOf } from "./invites.js";
import { personOfEmail } from "./passwords.js";
import { listPeople, type Person, personOf, refuseTooMany } from "./people.js";
import type { Known } from "./provider.js";
import type { ProviderSettings } from "./provider-settings.js";

type LinkPorts = Pick<Ports, "log" | "clock">;
type Placed = Pick<Person, "id" | "name" | "role" | "projects">;

/** Who comes in, and what makes them known here before they do. */
interface Entry {
  readonly person: Placed;
  make(): Promise<unknown>;
}

const Link = z.object({ person: z.string() });
const ID_CHARS = 24;

/**
 * Who of us it is: whom they were before, else who has their verified address, else who was invited by it, else a new person
 * where their domain is let in. Undefined for anybody else. Throws `too_many_people`.
 */
export async function entryOf(
  ports: LinkPorts,
  { domains, role, name: providerName }: ProviderSettings,
  known: Known,
): Promise<Entry | undefined> {
  const linked = await linkedPerson(ports, known);
  if (linked) return { person: linked, make: async () => undefined };
  if (known.email === undefined) return undefined;
  const { email } = known;
  const same = await personOfEmail(ports, email);
  if (same) return { person: same, make: () => ports.log.put(linkOf(known, same).item, LAST_WRITE_WINS) };
  const name = known.name?.trim().slice(0, 100) || email;
  const invite = (await listInvites(ports)).find((one) => one.email === email);
  if (invite) {
    const { role, projects } = invite;
    const make = () => acceptInvite(ports, invite, { name, email }, (person) => linkOf(known, person));
    return { person: { id: personIdOf(invite), name, role, projects }, make };
  }
  if (!domains.includes(email.slice(email.lastIndexOf("@") + 1))) return undefined;
  const person = { id: `per_${hashOf(known)}`, name, email, role, createdBy: providerName };
  // Whoever was removed is not let in again by their domain.
  if (await ports.log.get(endedKey(person.id))) return undefined;
  return { person, make: () => newPerson(ports, person, known) };
}

async function newPerson(
  ports: LinkPorts,
  person: Omit<Person, "createdAt">,
  known: Known,
): Promise<unknown> {
  refuseTooMany(await listPeople(ports));
  const item = { ...personKey(person.id), ...person, createdAt: ports.clock.now(), ver: 1 };
  return ports.log.transact([{ kind: "put", item, condition: { kind: "absent" } }, linkOf(known, person)]);
}

async function linkedPerson({ log }: LinkPorts, known: Known): Promise<Person | undefined> {
  const row = await log.get(providerLinkKey(hashOf(known)));
  return row && personOf(log, Link.parse(row).person);
}

const linkOf = (known: Known, { id }: { readonly id: string }) =>
  ({
    kind: "put",
    item: { ...providerLinkKey(hashOf(known)), person: id },
    condition: LAST_WRITE_WINS,
  }) as const;

const hashOf = ({ issuer, subject }: Known): string => keyHash(`${issuer} ${subject}`).slice(0, ID_CHARS);
