import { isRecord } from "./loose.js";

// The framing of Sentry's envelopes: https://develop.sentry.dev/sdk/foundations/transport/envelopes/

interface EnvelopeItem {
  readonly type: string;
  readonly payload: Uint8Array;
}

export interface Envelope {
  readonly header: Readonly<Record<string, unknown>>;
  readonly items: readonly EnvelopeItem[];
}

// Making one takes longer than decoding a line.
const utf8 = new TextDecoder();

const NEWLINE = 0x0a;
const ITEMS_MAX = 10_000;

/**
 * The items of an envelope, up to where it stops to be one: what a broken tail follows is kept.
 * Undefined when not even the header is JSON. Of a body that was cut, without the item that reaches its end.
 */
export function readEnvelope(body: Uint8Array, isCut = false): Envelope | undefined {
  const first = readEnvelopeHeader(body);
  if (!first) return undefined;
  const { header } = first;
  const items: EnvelopeItem[] = [];
  let offset = first.next;
  while (offset < body.length && items.length < ITEMS_MAX) {
    const line = lineAt(body, offset);
    offset = line.next;
    if (line.bytes.length === 0) continue;
    const { type, length } = parseLine(line.bytes) ?? {};
    // Where one header is broken, nobody can tell where the next item begins; the line after it is the best guess.
    if (typeof type !== "string") continue;
    const { payload, next } = payloadAt(body, offset, length);
    if (isCut && (next > body.length || isBeyond(length, body.length - offset))) break;
    items.push({ type, payload });
    offset = next;
  }
  return { header, items };
}

const isBeyond = (length: unknown, rest: number): boolean => typeof length === "number" && length >= rest;

/** The first line, and where the items begin. Undefined when it is not JSON. */
export function readEnvelopeHeader(
  body: Uint8Array,
): { header: Envelope["header"]; next: number } | undefined {
  const { bytes, next } = lineAt(body, 0);
  const header = parseLine(bytes);
  return header && { header, next };
}

interface Line {
  readonly bytes: Uint8Array;
  readonly next: number;
}

function lineAt(body: Uint8Array, from: number): Line {
  const found = body.indexOf(NEWLINE, from);
  const end = found === -1 ? body.length : found;
  return { bytes: body.subarray(from, end), next: end + 1 };
}

/** Lengths count bytes. JavaScript SDKs leave the length out; a wrong one falls back to the end of the line. */
function payloadAt(body: Uint8Array, from: number, length: unknown): { payload: Uint8Array; next: number } {
  if (typeof length === "number" && Number.isSafeInteger(length) && length >= 0) {
    const end = from + length;
    const isWhole = end === body.length || (end < body.length && body[end] === NEWLINE);
    if (isWhole) return { payload: body.subarray(from, end), next: end + 1 };
  }
  const line = lineAt(body, from);
  if (isWholeLine(line.bytes)) return { payload: line.bytes, next: line.next };
  // JSON over several lines ends where another item begins.
  let { next } = line;
  while (next < body.length) {
    const following = lineAt(body, next);
    if (typeof parseLine(following.bytes)?.type === "string") break;
    next = following.next;
  }
  return { payload: body.subarray(from, Math.min(body.length, next)), next };
}

/** False for a line that only begins an object. */
function isWholeLine(line: Uint8Array): boolean {
  const text = utf8.decode(line.subarray(0, 100)).trimStart();
  const end = utf8.decode(line.subarray(-100)).trimEnd();
  return !text.startsWith("{") || end.endsWith("}");
}

function parseLine(bytes: Uint8Array): Record<string, unknown> | undefined {
  // A header is short; a long line is a payload that lost its header.
  if (bytes.length > 64 * 1024) return undefined;
  try {
    const json: unknown = JSON.parse(utf8.decode(bytes));
    return isRecord(json) ? json : undefined;
  } catch {
    // Not a header: the caller decides what that means.
    return undefined;
  }
}
