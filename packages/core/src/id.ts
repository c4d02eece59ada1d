import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { base32, digest, unbase32 } from "./hash.js";
import { remembering } from "./remembering.js";
import type { User } from "./report.js";
import { textBits } from "./text-bits.js";

const ID_BYTES = 16;
const EVENT_DIGEST_BYTES = 10;
/** So much of a digest tells the id alone. */
const ID_PART_BYTES = 6;
const USER_DIGEST_BYTES = 8;
const CLIENT_ID_CHARS_MAX = 64;

const hashed = (...parts: readonly string[]): string => base32(digest(...parts).subarray(0, ID_BYTES));

/** `iss_…`: equal in every region, for the same project and fingerprint. */
export const issueId = (project: string, fingerprint: string): string =>
  issues(`${project}\n${fingerprint}`, { project, fingerprint });

/** Hashing is dear, and events repeat. */
const issues = remembering(
  ({ project, fingerprint }: { readonly project: string; readonly fingerprint: string }) =>
    `iss_${hashed("issue", project, fingerprint)}`,
);

/**
 * The name of a pack, from what lies in it: whoever stores these events, wherever, uses the same name,
 * so a retry meets the first copy and a replication conflict is between equals.
 */
export const packName = (project: string, events: readonly PackedEvent[]): string =>
  hashed("pack", project, ...events.map(packedName).sort());

/** Regions may differ for some seconds in the rules they know. Where one decided, the issue is part of what is stored. */
interface PackedEvent extends NamedEvent {
  readonly byRule?: true | undefined;
  readonly issue?: string | undefined;
}

const packedName = (event: PackedEvent): string =>
  event.byRule ? `${eventName(event)} ${event.issue ?? ""}` : eventName(event);

/** What tells an event from every other: an id that was used for two errors, or by two senders, names two events. */
export const eventName = ({ id, timestamp, sender }: NamedEvent): string =>
  [id, timestamp, sender].filter((part) => part !== undefined).join(" ");

interface NamedEvent {
  readonly id: string;
  readonly timestamp?: number | undefined;
  readonly sender?: string | undefined;
}

export const packBytes = (name: string): Uint8Array => unbase32(name);
export const packFromBytes = (bytes: Uint8Array): string => base32(bytes);

/**
 * Stands for an event in a view's sets: the first ten bytes of its id's SHA-256, in hex, the last four of them mixed with
 * the client's time, because some clients use an id again for another error, and with its sender, because whoever guesses
 * an id could otherwise take its place. Two in a million events are equal with odds of 4e-13.
 */
export function eventDigest({ id, timestamp, sender }: NamedEvent): string {
  const bytes = sha256(utf8ToBytes(id)).slice(0, EVENT_DIGEST_BYTES);
  const mask =
    (timestamp === undefined ? 0 : mixed(timestamp)) ^ (sender === undefined ? 0 : textBits(sender));
  const view = new DataView(bytes.buffer);
  view.setUint32(ID_PART_BYTES, view.getUint32(ID_PART_BYTES) ^ mask);
  return bytesToHex(bytes);
}

/** Tells the digests of events with this id, whatever their time. */
export function digestsOf(eventId: string): (digest: string) => boolean {
  const ofId = eventDigest({ id: eventId }).slice(0, 2 * ID_PART_BYTES);
  return (digest) => digest.startsWith(ofId);
}

/** 32 bits that differ for any two times within 49 days. */
const mixed = (time: number): number =>
  Math.imul(time ^ Math.imul(Math.floor(time / 2 ** 32) + 1, 0x9e3779b1), 0x85ebca6b);

/** An id of zeros alone is what a client sends that has none: empty text, and each kind of nil. */
export const isNoId = (raw: string): boolean => /^[0-]*$/.test(raw);

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

const SENDER_CHARS = 8;

/** Stands for the key an event came by, whose hash is given. It tells nobody the key, nor its hash. */
export const senderOf = (hash: string): string => senders(hash, hash);

const senders = remembering((hash: string) => hashed("sender", hash).slice(0, SENDER_CHARS));

/** Stands for a user in a set, in hex; undefined when nothing tells who it was. */
export function userDigest({ id, email, name, ip }: User): string | undefined {
  const who = id ?? email ?? name ?? ip;
  return who === undefined || who === "" ? undefined : users(who, who);
}

const users = remembering((who: string) => bytesToHex(digest("user", who).subarray(0, USER_DIGEST_BYTES)));
