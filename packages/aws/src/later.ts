import type { Blobs, Cipher, Spool } from "@faultline/service/ports";

// Ports whose clients are loaded by their first call: most functions take in errors all day and need none of them, and what
// is loaded at the start is what a cold start waits for.

type Later<Port> = () => Promise<Port>;

/** `hasOthers`: whether another region has a bucket too. */
export const blobsLater = (port: Later<Blobs>, hasOthers: boolean): Blobs => ({
  put: async (name, bytes) => (await port()).put(name, bytes),
  get: async (name, region) => (await port()).get(name, region),
  putElsewhere: hasOthers
    ? async (name, bytes) => {
        const { putElsewhere } = await port();
        if (!putElsewhere) throw new Error("no other region has a bucket");
        return putElsewhere(name, bytes);
      }
    : undefined,
});

export const spoolLater = (port: Later<Spool>): Spool => ({
  put: async (name, bytes, signal) => (await port()).put(name, bytes, signal),
  names: async () => (await port()).names(),
  get: async (name) => (await port()).get(name),
  remove: async (name) => (await port()).remove(name),
});

export const cipherLater = (port: Later<Cipher>): Cipher => ({
  encrypt: async (plain, purpose) => (await port()).encrypt(plain, purpose),
  decrypt: async (encrypted, purpose) => (await port()).decrypt(encrypted, purpose),
});
