import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { keyCipher } from "@faultline/service/key-cipher";
import type { Cipher } from "@faultline/service/ports";

const KEY_BYTES = 32;

/** The cipher of a key file, made for its owner alone when it is not there yet. */
export function keyFileCipher(path: string): Cipher {
  try {
    writeFileSync(path, randomBytes(KEY_BYTES), { mode: 0o600, flag: "wx" });
  } catch (error) {
    // Already there is what we want; anything else is a fault of the disk.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return keyCipher(readFileSync(path));
}
