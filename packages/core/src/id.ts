import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { base32, digest, unbase32 } from "./hash.js";
import type { User } from "./report.js";

const ID_BYTES = 16;
const EVENT_DIGEST_BYTES = 10;
const USER_DIGEST_BYTES = 8;
const CLIENT_ID_CHARS_MAX = 64;

const hashed = (...parts: readonly string[]): string => base32(digest(...parts).subarray(0, ID_BYTES));

/** `iss_…`: equal in every region, for the same project and fingerprint. */
export const issueId = (project: string, fingerprint: string): string =>
  `iss_${hashed("issue", project, fingerprint)}`;

/**
 * The name of a pack, from what lies in it: whoever stores these events, wherever, uses the same name,
 * so a retry meets the first copy and a replication conflict is between equals.
 */
export const packName = (project: string, eventIds: readonly string[]): string =>
  hashed("pack", project, ...[...eventIds].sort());

export const packBytes = (name: string): Uint8Array => unbase32(name);
export const packFromBytes = (bytes: Uint8Array): string => base32(bytes);

/**
 * Stands for an event id in a view's sets: the first ten bytes of its SHA-256, in hex. Two in a million events are equal
 * with odds of 4e-13.
 */
export const eventDigest = (eventId: string): string =>
  bytesToHex(sha256(utf8ToBytes(eventId)).subarray(0, EVENT_DIGEST_BYTES));

/** A client's own event id as it came, or its hash when it is too long or unprintable to be shown. */
export function clientEventId(raw: string): string {
  const isUsable = raw.length > 0 && raw.length <= CLIENT_ID_CHARS_MAX && /^[\x21-\x7e]+$/.test(raw);
  return isUsable ? raw : `evt_${hashed("client event", raw)}`;
}

/** The id of the n-th event of a request that carries an idempotency key, equal for each repetition. */
export const keyedEventId = (project: string, idempotencyKey: string, index: number): string =>
  `evt_${hashed("keyed event", project, idempotencyKey, String(index))}`;

/** An event id that follows from what the event tells of: 32 hex digits, the form every wire takes. */
export const derivedEventId = (...parts: readonly string[]): string =>
  bytesToHex(digest(...parts).subarray(0, ID_BYTES));

/** `unique` comes from the Ids port. Such an event cannot be told from its retry. */
export const freshEventId = (unique: string): string => `evt_${unique}`;

/** The decimal number that stands for a project where only digits may: 15 digits, from its name. */
export function projectNumber(name: string): string {
  const hex = bytesToHex(digest("project number", name).subarray(0, 6));
  return String(100_000_000_000_000 + (Number.parseInt(hex, 16) % 900_000_000_000_000));
}

/** What we keep of a key. Keys are long and random, so a plain hash is enough. */
export const keyHash = (key: string): string => bytesToHex(sha256(utf8ToBytes(key)));

/** Stands for a user in a set; undefined when nothing tells who it was. */
export function userDigest({ id, email, name, ip }: User): Uint8Array | undefined {
  const who = id ?? email ?? name ?? ip;
  return who === undefined || who === "" ? undefined : digest("user", who).subarray(0, USER_DIGEST_BYTES);
}
