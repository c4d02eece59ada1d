import { decryptWith, encryptWith } from "./aes-gcm.js";
import type { Cipher } from "./ports.js";

// "FL", then the version of the format: what does not begin so was not encrypted by us.
const MARK = Buffer.from([0x46, 0x4c, 2]);
/** Of versions that named no purpose. */
const EARLIER_MARK = Buffer.from([0x46, 0x4c, 1]);

/** AES-256-GCM under a key, behind a mark. The purpose is authenticated with it. */
export function keyCipher(key: Uint8Array): Cipher {
  return {
    encrypt: async (plain, purpose) => Buffer.concat([MARK, encryptWith(key, plain, purpose)]),
    async decrypt(encrypted, purpose) {
      const bytes = Buffer.from(encrypted);
      const mark = bytes.subarray(0, MARK.length);
      const isEarlier = mark.equals(EARLIER_MARK);
      if (!isEarlier && !mark.equals(MARK)) return undefined;
      return decryptWith(key, bytes.subarray(MARK.length), isEarlier ? undefined : purpose);
    },
  };
}
