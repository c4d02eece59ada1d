import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { type Item, LAST_WRITE_WINS, type Ports, type Reads } from "../ports.js";
import { untilWritten, versionOf } from "../table/compare-and-swap.js";
import { endedKey, ownersKey, passwordKey, peoplePartition, personKey } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { endedAmong, endedWrite } from "./ended.js";
import { lastUses } from "./last-uses.js";
import { ROLES } from "./rights.js";

const PEOPLE_MAX = 1000;

/** Somebody who signs in. Times are milliseconds since 1970. How they do is kept elsewhere. */
const Person = z.object({
  id: z.string(),
  name: z.string(),
  /** In lower case. */
  email: z.string().optional(),
  role: z.enum(ROLES),
  /** Those they see; all of them when left out. */
  projects: z.array(z.string()).readonly().optional(),
  createdAt: z.number(),
  /** Who invited them. */
  createdBy: z.string(),
});
export type Person = z.infer<typeof Person>;

type PeoplePorts = Pick<Ports, "log" | "clock" | "ids">;

/** Everybody who was not removed, by name. */
export async function listPeople({ log }: Pick<Ports, "log">): Promise<readonly Person[]> {
  const people = await aliveOf(log, await collect(queryAll(log, { pk: peoplePartition })));
  return people.sort((a, b) => a.name.localeCompare(b.name));
}

/** When each was seen last, by their ids. */
export const lastSeen = lastUses;

/** The person; undefined when there is none, or they were removed. */
export async function personOf(log: Pick<Reads, "get">, id: string): Promise<Person | undefined> {
  const row = await log.get(personKey(id));
  if (!row) return undefined;
  return (await log.get(endedKey(id))) ? undefined : Person.parse(row);
}

/** The same. Throws `person_not_found`. */
export async function requirePerson(log: Pick<Reads, "get">, id: string): Promise<Person> {
  const person = await personOf(log, id);
  if (person) return person;
  throw new VisibleError(
    "not_found",
    "person_not_found",
    "There is no such person; they may be removed already.",
  );
}

/** Changes what somebody is called, or may. Throws `person_not_found`, `last_owner`. */
export async function changePerson(
  ports: PeoplePorts,
  id: string,
  wanted: Partial<Pick<Person, "name" | "role" | "projects">>,
): Promise<Person> {
  let changed: Person | undefined;
  await beside(ports, id, async (row, writeOwners) => {
    changed = { ...Person.parse(row), ...wanted };
    const ver = versionOf(row);
    const item = { ...changed, ...personKey(id), ver: ver + 1 };
    const put = { kind: "put", item, condition: { kind: "version", is: ver } } as const;
    return ports.log.transact([put, await writeOwners(isOwnerOfAll(changed))]);
  });
  return changed ?? requirePerson(ports.log, id);
}

/**
 * Removes somebody: their sessions end with them, in both regions within a minute. That they are gone is a row of its own,
 * so that no write of a region whose clock is ahead brings them back. Throws `person_not_found`, `last_owner`.
 */
export async function removePerson(ports: PeoplePorts, id: string): Promise<void> {
  await beside(ports, id, async (_, writeOwners) =>
    ports.log.transact([
      endedWrite(ports, id),
      { kind: "delete", key: personKey(id), condition: LAST_WRITE_WINS },
      { kind: "delete", key: passwordKey(id), condition: LAST_WRITE_WINS },
      await writeOwners(false),
    ]),
  );
}

/** Throws `too_many_people` when no more of them are taken. */
export function refuseTooMany(people: readonly Person[]): void {
  if (people.length < PEOPLE_MAX) return;
  throw new VisibleError("conflict", "too_many_people", `There are ${PEOPLE_MAX} people; remove some.`);
}

/** Whether they see and manage everything. */
const isOwnerOfAll = ({ role, projects }: Person): boolean => role === "owner" && projects === undefined;

/** Gives back the write that belongs to a change of this person, given whether they are an owner afterwards. */
type WriteOwners = (staysOwner: boolean) => Promise<{
  readonly kind: "put";
  readonly item: Item;
  readonly condition: { readonly kind: "version"; readonly is: number } | { readonly kind: "absent" };
}>;

async function beside(
  ports: PeoplePorts,
  id: string,
  change: (row: Item, writeOwners: WriteOwners) => ReturnType<Ports["log"]["transact"]>,
): Promise<void> {
  await untilWritten(ports, async () => {
    const guard = await ports.log.get(ownersKey);
    const person = await requirePerson(ports.log, id);
    const row = await ports.log.get(personKey(id));
    if (!row) return "conflict";
    return change(row, async (staysOwner) => {
      if (!staysOwner && isOwnerOfAll(person)) await refuseLast(ports, id);
      const condition = guard
        ? ({ kind: "version", is: versionOf(guard) } as const)
        : ({ kind: "absent" } as const);
      return { kind: "put", item: { ...ownersKey, ver: versionOf(guard) + 1 }, condition };
    });
  });
}

async function refuseLast(ports: Pick<Ports, "log">, id: string): Promise<void> {
  const others = (await listPeople(ports)).filter((person) => person.id !== id && isOwnerOfAll(person));
  if (others.length > 0) return;
  throw new VisibleError(
    "conflict",
    "last_owner",
    "This is the last owner of everything; make somebody else one before.",
  );
}

async function aliveOf(log: Pick<Reads, "getMany">, rows: readonly Item[]): Promise<Person[]> {
  const ended = await endedAmong(
    log,
    rows.map(({ sk }) => sk),
  );
  return rows.filter(({ sk }) => !ended.has(sk)).map((row) => Person.parse(row));
}
