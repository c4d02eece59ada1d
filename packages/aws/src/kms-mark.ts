/** "FL" and a version: encrypted for a purpose, which is its encryption context. Without it, no purpose was named. */
export const KMS_MARK = Buffer.from([0x46, 0x4c, 2]);

/** Whether KMS made this for a purpose, as far as its beginning says. */
export const isOfKms = (encrypted: Uint8Array): boolean =>
  Buffer.from(encrypted.subarray(0, KMS_MARK.length)).equals(KMS_MARK);
