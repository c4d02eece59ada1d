import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Cipher } from "./ports.js";

// "FL", then the version of the format: what does not begin so was not sealed by us.
const MARK = Buffer.from([0x46, 0x4c, 2]);
/** Of versions that named no purpose. */
const EARLIER_MARK = Buffer.from([0x46, 0x4c, 1]);
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key: mark, nonce, tag, ciphertext. The purpose is authenticated with it. */
export function keyCipher(key: Uint8Array): Cipher {
  return {
    async seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([MARK, nonce, cipher.getAuthTag(), sealed]);
    },
    async open(sealed, purpose) {
      const bytes = Buffer.from(sealed);
      const nonceEnd = MARK.length + NONCE_BYTES;
      const tagEnd = nonceEnd + TAG_BYTES;
      const mark = bytes.subarray(0, MARK.length);
      const isEarlier = mark.equals(EARLIER_MARK);
      if (bytes.length < tagEnd || !(isEarlier || mark.equals(MARK))) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(MARK.length, nonceEnd));
      decipher.setAuthTag(bytes.subarray(nonceEnd, tagEnd));
      if (!isEarlier) decipher.setAAD(Buffer.from(purpose));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
      } catch {
        // The tag does not fit: sealed by another key or for another purpose, or somebody changed it.
        return undefined;
      }
    },
  };
}
