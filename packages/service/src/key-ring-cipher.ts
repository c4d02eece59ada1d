import * as z from "zod";
import { decryptWith, encryptWith } from "./aes-gcm.js";
import type { Cipher } from "./ports.js";

/** "FL" and a version of the format: behind it how long the key's id is, the id, and what that key encrypted. */
const MARK = Buffer.from([0x46, 0x4c, 3]);
const WRITTEN = /^([a-z0-9-]{1,16}):([0-9a-f]{64})$/i;
const HOW =
  "EncryptionKeys is id:hex[,id:hex], the newest first: ids of up to 16 letters and digits, 64 hex digits each";

/** Keys by their ids, the newest first, as `id:hex[,id:hex]` says them. No message repeats what was written. */
export const KeyRing = z
  .string()
  .transform((text) => text.split(",").map((one) => WRITTEN.exec(one.trim())))
  .refine((keys) => keys.every((key) => key !== null), HOW)
  .transform((keys) => keys.map((key) => [key?.[1] ?? "", Buffer.from(key?.[2] ?? "", "hex")] as const))
  .refine((keys) => new Set(keys.map(([id]) => id)).size === keys.length, "EncryptionKeys has an id twice");
export type KeyRing = z.infer<typeof KeyRing>;

/**
 * AES-256-GCM under the newest of several keys, whose id stands before it; the purpose is authenticated with it. What an
 * older key encrypted still opens. `earlier` opens what was encrypted before there were keys with ids.
 */
export function keyRingCipher(keys: KeyRing, earlier?: Pick<Cipher, "decrypt">): Cipher {
  const known = new Map(keys);
  const [newest] = keys;
  if (!newest) throw new Error(HOW);
  const [newestId, newestKey] = newest;
  const head = Buffer.concat([MARK, Buffer.from([newestId.length]), Buffer.from(newestId)]);
  return {
    encrypt: async (plain, purpose) => Buffer.concat([head, encryptWith(newestKey, plain, purpose)]),
    async decrypt(encrypted, purpose) {
      const bytes = Buffer.from(encrypted);
      if (!bytes.subarray(0, MARK.length).equals(MARK)) return earlier?.decrypt(encrypted, purpose);
      const idEnd = MARK.length + 1 + (bytes[MARK.length] ?? 0);
      const key = known.get(bytes.subarray(MARK.length + 1, idEnd).toString("latin1"));
      return key && decryptWith(key, bytes.subarray(idEnd), purpose);
    },
    isCurrent: (encrypted) => Buffer.from(encrypted.subarray(0, head.length)).equals(head),
  };
}
