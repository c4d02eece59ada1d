import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { keyCipher } from "@faultline/service/key-cipher";
import type { Cipher } from "@faultline/service/ports";
import { writeOnce } from "./private-files.js";

const KEY_BYTES = 32;

/**
 * The cipher of a key file, made for its owner alone when it is not there yet. Throws for one that is damaged: a new key
 * would open nothing of what was encrypted.
 */
export function keyFileCipher(path: string): Cipher {
  if (!existsSync(path)) writeOnce(path, randomBytes(KEY_BYTES));
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return keyCipher(key);
  throw new Error(
    `${path} is damaged: it has ${key.length} bytes instead of ${KEY_BYTES}. Restore it from a copy. Without one, remove it: a new key is made, and notification configs and setup keys have to be given anew.`,
  );
}
