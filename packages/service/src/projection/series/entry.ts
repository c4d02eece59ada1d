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
  /** Empty when the client did not say, and in entries of earlier versions. */
  readonly environment: string;
  /** In a project's series, what stands for the release it is of: see `release-counts.ts`. */
  readonly release?: string | undefined;
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
/** Earlier versions kept no environments. */
const FORMER_BYTES = DIGEST_BYTES + 2 * TIME_BYTES + PACK_BYTES + 2 + 1;
const ENTRY_BYTES = FORMER_BYTES + 1;
const ENVIRONMENTS_MAX = 255;

/**
 * Attributes of an item that holds entries: 42 bytes an entry, regions by their place in `g`, environments by theirs in `q`;
 * releases, where any entry is of one, by theirs in `w`, which `i` has for each, from 1.
 */
interface PackedEntries {
  readonly e: Uint8Array;
  readonly g: readonly string[];
  readonly q?: readonly string[] | undefined;
  readonly w?: readonly string[] | undefined;
  readonly i?: Uint8Array | undefined;
}

export function packEntries(entries: readonly Entry[]): PackedEntries {
  const g = [...new Set(entries.map((entry) => entry.region))].sort();
  const q = [...new Set(entries.map((entry) => entry.environment))].sort().slice(0, ENVIRONMENTS_MAX);
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
    offset = e.writeUInt8(g.indexOf(entry.region), offset);
    const environment = q.indexOf(entry.environment);
    e.writeUInt8(environment < 0 ? ENVIRONMENTS_MAX : environment, offset);
  });
  return { e, g, q, ...packReleases(entries) };
}

type PackedReleases = Pick<PackedEntries, "w" | "i">;

function packReleases(entries: readonly Entry[]): PackedReleases {
  const w = [...new Set(entries.flatMap(({ release }) => release ?? []))].sort();
  if (w.length === 0) return {};
  const bytes = placeBytes(w);
  const i = Buffer.alloc(entries.length * bytes);
  const places = new Map(w.map((release, place) => [release, place + 1]));
  entries.forEach(({ release = "" }, place) => {
    i.writeUIntBE(places.get(release) ?? 0, place * bytes, bytes);
  });
  return { w, i };
}

function unpackReleases({ w = [], i }: PackedReleases): (place: number) => string | undefined {
  if (!i) return () => undefined;
  const bytes = placeBytes(w);
  const places = Buffer.from(i.buffer, i.byteOffset, i.byteLength);
  return (place) => w[places.readUIntBE(place * bytes, bytes) - 1];
}

const placeBytes = (releases: readonly string[]): number => (releases.length < 256 ? 1 : 2);

export function unpackEntries({ e, g, q, ...releases }: PackedEntries): Entry[] {
  const releaseAt = unpackReleases(releases);
  const entryBytes = q ? ENTRY_BYTES : FORMER_BYTES;
  const bytes = Buffer.from(e.buffer, e.byteOffset, e.byteLength);
  const hex = bytes.toString("hex");
  const packs = new Map<string, string>();
  return Array.from({ length: bytes.length / entryBytes }, (_, place) => {
    const start = place * entryBytes;
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
      region: g[bytes.readUInt8(start + FORMER_BYTES - 1)] ?? "unknown",
      environment: q?.[bytes.readUInt8(start + entryBytes - 1)] ?? "",
      release: releaseAt(place),
    };
  });
}
