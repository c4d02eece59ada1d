import { createHash } from "node:crypto";
import type { EventPorts, Ports } from "../ports.js";
import { readBundle } from "./read-bundle.js";
import { storeMap } from "./store-map.js";

/** What putting a bundle together touches. */
type AssemblePorts = EventPorts & Pick<Ports, "region" | "regions" | "settings">;

const chunkName = (sha1: string): string => `chunk-${sha1}`;
export const sha1Of = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");
/** A larger bundle would not fit beside the rest of a function's memory. */
export const BUNDLE_BYTES_MAX = 64 * 1024 * 1024;

/** Keeps a part of a bundle until all are there. */
export const keepChunk = (ports: Pick<Ports, "blobs">, bytes: Uint8Array): Promise<void> =>
  ports.blobs.put(chunkName(sha1Of(bytes)), bytes);

interface Bundle {
  /** SHA-1 of the whole and of its parts, in hex. */
  readonly checksum: string;
  readonly chunks: readonly string[];
  readonly projects: readonly string[];
  readonly release: string | undefined;
}

export type Assembled =
  | { readonly kind: "missing"; readonly chunks: readonly string[] }
  | { readonly kind: "broken"; readonly why: string }
  | { readonly kind: "stored"; readonly maps: number };

/** Puts a bundle together from its parts and stores its maps for each project. */
export async function assemble(ports: AssemblePorts, bundle: Bundle): Promise<Assembled> {
  const parts: Uint8Array[] = [];
  const missing: string[] = [];
  let bytes = 0;
  for (const sha1 of bundle.chunks) {
    const part = await chunk(ports, sha1);
    bytes += part?.length ?? 0;
    if (bytes > BUNDLE_BYTES_MAX)
      return { kind: "broken", why: "A bundle may have 64 MB: upload fewer files at once." };
    if (part) parts.push(part);
    else missing.push(sha1);
  }
  if (missing.length > 0) return { kind: "missing", chunks: missing };
  const whole = Buffer.concat(parts);
  if (sha1Of(whole) !== bundle.checksum)
    return { kind: "broken", why: "The parts do not make the checksum." };
  const maps = readBundle(whole, bundle.release);
  for (const project of bundle.projects) for (const map of maps) await storeMap(ports, project, map);
  return { kind: "stored", maps: maps.length };
}

/** A part may have been sent to any region. */
async function chunk(
  ports: Pick<Ports, "region" | "regions" | "blobs">,
  sha1: string,
): Promise<Uint8Array | undefined> {
  for (const region of [ports.region, ...ports.regions.filter((other) => other !== ports.region)]) {
    const found = await ports.blobs.get(chunkName(sha1), region);
    if (found) return found;
  }
  return undefined;
}
