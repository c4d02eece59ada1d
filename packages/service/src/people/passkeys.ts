import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { versionOf } from "../table/compare-and-swap.js";
import { endedKey, passkeyKey, passkeysPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { endedAmong, endedWrite } from "./ended.js";
import { lastUses } from "./last-uses.js";

const ID_CHARS = 24;
const PASSKEYS_MAX = 20;

/** A passkey as it is kept: its public half. Times are milliseconds since 1970. */
const Passkey = z.object({
  /** Ours: a credential's own may be longer than a key of a table. */
  id: z.string(),
  credential: z.string(),
  person: z.string(),
  name: z.string(),
  publicKey: z.instanceof(Uint8Array),
  /** How often it says it was used: one that goes back is a copy. */
  counter: z.number(),
  transports: z.array(z.string()).readonly().optional(),
  createdAt: z.number(),
});
export type Passkey = z.infer<typeof Passkey>;

export type ListedPasskey = Passkey & { readonly usedAt?: number | undefined };

/** The write that keeps a new one. */
export const passkeyWrite = (passkey: Omit<Passkey, "id">) => {
  const id = passkeyId(passkey.credential);
  return {
    kind: "put",
    item: { ...passkeyKey(id), ...passkey, id, ver: 1 },
    condition: { kind: "absent" },
  } as const;
};

/** Keeps one more for somebody. Throws `passkey_taken`, `too_many_passkeys`. */
export async function addPasskey(
  ports: Pick<Ports, "log" | "regions">,
  passkey: Omit<Passkey, "id">,
): Promise<Passkey> {
  if ((await passkeysOf(ports, passkey.person)).length >= PASSKEYS_MAX)
    throw new VisibleError("conflict", "too_many_passkeys", `Nobody has more than ${PASSKEYS_MAX} passkeys.`);
  const { item, condition } = passkeyWrite(passkey);
  if ((await ports.log.put(item, condition)) === "written") return Passkey.parse(item);
  throw new VisibleError("conflict", "passkey_taken", "This passkey is here already.");
}

/** Somebody's passkeys, oldest first, with when each was used last. */
export async function passkeysOf(
  { log, regions }: Pick<Ports, "log" | "regions">,
  person: string,
): Promise<readonly ListedPasskey[]> {
  const rows = await collect(queryAll(log, { pk: passkeysPartition }));
  const theirs = rows.map((row) => Passkey.parse(row)).filter((one) => one.person === person);
  const ended = await endedAmong(
    log,
    theirs.map(({ id }) => id),
  );
  const uses = await lastUses({ log, regions }, theirs);
  return theirs
    .filter(({ id }) => !ended.has(id))
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((one) => ({ ...one, usedAt: uses.get(one.id) }));
}

/** The passkey a browser names; undefined when there is none, or it was removed. */
export async function passkeyOf(
  { log }: Pick<Ports, "log">,
  credential: string,
): Promise<Passkey | undefined> {
  const id = passkeyId(credential);
  const row = await log.get(passkeyKey(id));
  if (!row || (await log.get(endedKey(id)))) return undefined;
  const passkey = Passkey.parse(row);
  return passkey.credential === credential ? passkey : undefined;
}

/** Keeps how often it says it was used. Where somebody else was in between, theirs stands. */
export async function countUse({ log }: Pick<Ports, "log">, id: string, counter: number): Promise<void> {
  const row = counter > 0 && (await log.get(passkeyKey(id)));
  if (!row) return;
  const ver = versionOf(row);
  await log.put({ ...row, counter, ver: ver + 1 }, { kind: "version", is: ver });
}

/** Removes one: that it is gone is a row of its own, which no count of its uses writes away. */
export async function removePasskey({ log, clock }: Pick<Ports, "log" | "clock">, id: string): Promise<void> {
  await log.transact([
    endedWrite({ clock }, id),
    { kind: "delete", key: passkeyKey(id), condition: LAST_WRITE_WINS },
  ]);
}

const passkeyId = (credential: string): string => `psk_${keyHash(credential).slice(0, ID_CHARS)}`;
