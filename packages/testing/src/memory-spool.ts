import type { Spool } from "@faultline/service/ports";

/** A spool in memory. */
export function memorySpool(): Spool {
  const waiting = new Map<string, Uint8Array>();
  return {
    async put(name, bytes) {
      waiting.set(name, bytes);
    },
    names: async () => [...waiting.keys()],
    get: async (name) => waiting.get(name),
    async remove(name) {
      waiting.delete(name);
    },
  };
}
