import { once } from "@faultline/core/once";
import { type KeyRing, keyRingCipher } from "@faultline/service/key-ring-cipher";
import type { Cipher } from "@faultline/service/ports";
import { isOfKms } from "./kms-mark.js";
import { cipherLater } from "./later.js";
import { printLine } from "./print-line.js";

/** What a function encrypts and opens with: the keys of a secret, KMS, or both. `kmsKey` is empty where there is none. */
export function regionCipher(region: string, kmsKey: string, keys: KeyRing | undefined): Cipher {
  const kms = kmsKey === "" ? undefined : kmsLater(region, kmsKey);
  if (keys) return keyRingCipher(keys, kms ?? { decrypt: async (encrypted) => untold(region, encrypted) });
  return kms ?? NONE;
}

const kmsLater = (region: string, kmsKey: string): Cipher =>
  cipherLater(once(async () => (await import("./kms-port.js")).kmsPort(region, kmsKey)));

/** Whoever went from KMS to a secret at once hears why what was encrypted before does not open. */
function untold(region: string, encrypted: Uint8Array): undefined {
  if (!isOfKms(encrypted)) return undefined;
  const how = 'KMS encrypted this before: deploy with encryption: "secret-and-kms"';
  printLine(JSON.stringify({ level: "error", event: "not opened", how, region }));
  return undefined;
}

/** A function that is linked to no key has nothing to encrypt. */
const NONE: Cipher = { encrypt: refuse, decrypt: refuse };

async function refuse(): Promise<never> {
  throw new Error("this function is linked to no key");
}
