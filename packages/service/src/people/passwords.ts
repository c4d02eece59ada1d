import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { passwordKey } from "../table/layout.js";
import { hashPassword, isPassword } from "./password.js";
import { listPeople, type Person } from "./people.js";

const Row = z.object({ hash: z.string() });

/** The write that keeps a password's hash for somebody. Throws `busy`. */
export async function passwordWrite({ settings }: Pick<Ports, "settings">, password: string) {
  const hash = await hashPassword(password, settings.passwordCost);
  return (person: Pick<Person, "id">) =>
    ({ kind: "put", item: { ...passwordKey(person.id), hash }, condition: LAST_WRITE_WINS }) as const;
}

/** Keeps another password for somebody. Throws `busy`. */
export async function changePassword(
  ports: Pick<Ports, "log" | "settings">,
  person: Pick<Person, "id">,
  password: string,
): Promise<void> {
  const write = await passwordWrite(ports, password);
  await ports.log.put(write(person).item, LAST_WRITE_WINS);
}

/** Whether somebody has one. */
export const hasPassword = async ({ log }: Pick<Ports, "log">, id: string): Promise<boolean> =>
  (await log.get(passwordKey(id))) !== undefined;

/** Whether it is this person's. It takes as long when there is no such person, or they have none. Throws `busy`. */
export async function isPasswordOf(
  { log, settings }: Pick<Ports, "log" | "settings">,
  person: Pick<Person, "id"> | undefined,
  password: string,
): Promise<boolean> {
  // Asked for nobody too: what takes long besides hashing would tell.
  const row = await log.get(passwordKey(person?.id ?? "nobody"));
  return isPassword(password, row && Row.parse(row).hash, settings.passwordCost);
}

/** Who has this e-mail address, the first who took it. */
export async function personOfEmail(ports: Pick<Ports, "log">, email: string): Promise<Person | undefined> {
  const people = (await listPeople(ports)).filter((person) => person.email === email);
  return people.sort((a, b) => a.createdAt - b.createdAt)[0];
}
