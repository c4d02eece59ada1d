import { packBytes, packFromBytes } from "@faultline/core/id";
import type { Region } from "../../ports.js";

/** One event as a series remembers it: enough to count it once and to find it again. An accepted event is one, too. */
export interface Entry {
  readonly digest: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly pack: string;
  readonly index: number;
  readonly region: Region;
}

/**
 * Which of two copies of one event the view goes by: the one in the pack with the smaller name, and of
 * one pack its later state. Every region comes to the same copy, whatever order they arrive in.
 */
export function ownerOf<Copy extends Entry>(known: Copy, arriving: Copy): Copy {
  return arriving.pack <= known.pack ? arriving : known;
}

export function isSameCopy(a: Entry, b: Entry): boolean {
  return a.pack === b.pack && a.index === b.index && a.region === b.region && a.receivedAt === b.receivedAt;
}

/** Newest first; the digest makes the order total. */
export function newestFirst(a: Pick<Entry, "at" | "digest">, b: Pick<Entry, "at" | "digest">): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.digest === b.digest) return 0;
  return a.digest < b.digest ? 1 : -1;
}

const DIGEST_BYTES = 10;
const TIME_BYTES = 6;
const PACK_BYTES = 16;
const ENTRY_BYTES = DIGEST_BYTES + 2 * TIME_BYTES + PACK_BYTES + 2 + 1;

/** Attributes of an item that holds entries: 41 bytes an entry, regions by their place in `g`. */
interface PackedEntries {
  readonly e: Uint8Array;
  readonly g: readonly string[];
}

export function packEntries(entries: readonly Entry[]): PackedEntries {
  const g = [...new Set(entries.map((entry) => entry.region))].sort();
  const e = Buffer.alloc(entries.length * ENTRY_BYTES);
  const packs = new Map<string, Uint8Array>();
  entries.forEach((entry, place) => {
    let offset = place * ENTRY_BYTES;
    offset += e.write(entry.digest, offset, "hex");
    offset = e.writeUIntBE(entry.at, offset, TIME_BYTES);
    offset = e.writeUIntBE(entry.receivedAt, offset, TIME_BYTES);
    const pack = packs.get(entry.pack) ?? packBytes(entry.pack);
    packs.set(entry.pack, pack);
    e.set(pack, offset);
    offset = e.writeUInt16BE(entry.index, offset + PACK_BYTES);
    e.writeUInt8(g.indexOf(entry.region), offset);
  });
  return { e, g };
}

export function unpackEntries({ e, g }: PackedEntries): Entry[] {
  const bytes = Buffer.from(e.buffer, e.byteOffset, e.byteLength);
  const hex = bytes.toString("hex");
  const packs = new Map<string, string>();
  return Array.from({ length: bytes.length / ENTRY_BYTES }, (_, place) => {
    const start = place * ENTRY_BYTES;
    const times = start + DIGEST_BYTES;
    const pack = times + 2 * TIME_BYTES;
    const packHex = hex.slice(2 * pack, 2 * (pack + PACK_BYTES));
    // Entries of one pack lie together, and its name is worth making once.
    const name = packs.get(packHex) ?? packFromBytes(bytes.subarray(pack, pack + PACK_BYTES));
    packs.set(packHex, name);
    return {
      digest: hex.slice(2 * start, 2 * times),
      at: bytes.readUIntBE(times, TIME_BYTES),
      receivedAt: bytes.readUIntBE(times + TIME_BYTES, TIME_BYTES),
      pack: name,
      index: bytes.readUInt16BE(pack + PACK_BYTES),
      region: g[bytes.readUInt8(start + ENTRY_BYTES - 1)] ?? "unknown",
    };
  });
}
