import type { Blobs } from "@faultline/service/ports";

/** Blobs in memory. Content-derived names: what is there already is the same. */
export function memoryBlobs(): Blobs {
  const stored = new Map<string, Uint8Array>();
  return {
    async put(name, bytes) {
      if (!stored.has(name)) stored.set(name, new Uint8Array(bytes));
    },
    async get(name) {
      return stored.get(name);
    },
  };
}
