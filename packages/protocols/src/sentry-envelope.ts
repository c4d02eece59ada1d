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

export const NEWLINE = 0x0a;
export const BRACE = 0x7b;
const ITEMS_MAX = 10_000;
/** A header is short; a longer line is a payload that lost its header. */
export const LINE_BYTES_MAX = 64 * 1024;
/** So many lines are looked at as headers: what only looks like one costs ten times what one does. */
export const LOOKED_AT_MAX = 5 * ITEMS_MAX;

/**
 * The items of an envelope, up to where it stops to be one: what a broken tail follows is kept.
 * Undefined when not even the header is JSON. Of a body that was cut, without the item that reaches its end.
 */
export function readEnvelope(body: Uint8Array, isCut = false): Envelope | undefined {
  const first = readEnvelopeHeader(body);
  if (!first) return undefined;
  const lines = new ItemHeaders(body);
  const items: EnvelopeItem[] = [];
  // Where one header is broken, nobody can tell where the next item begins; the next line that is one is the best guess.
  for (let found = lines.from(first.next); found && items.length < ITEMS_MAX; ) {
    const { header, next: start } = found;
    const { payload, next } = payloadAt(body, found, lines);
    if (isCut && (next > body.length || isBeyond(header.length, body.length - start))) break;
    items.push({ type: header.type, payload });
    found = lines.from(next);
  }
  return { header: first.header, items };
}

const isBeyond = (length: number | undefined, rest: number): boolean =>
  length !== undefined && length >= rest;

interface ItemHeader {
  readonly type: string;
  /** Of its payload in bytes, where it tells a usable one. */
  readonly length: number | undefined;
}

interface FoundHeader {
  readonly header: ItemHeader;
  readonly at: number;
  /** Where its payload begins. */
  readonly next: number;
}

/** The lines of a body that begin items. */
class ItemHeaders {
  private readonly bytes: Buffer;
  private lookedAt = 0;

  constructor(private readonly body: Uint8Array) {
    this.bytes = viewOf(body);
  }

  /** The first one from the beginning of a line on. */
  from(start: number): FoundHeader | undefined {
    for (let at = this.braceFrom(start); at !== undefined && this.lookedAt < LOOKED_AT_MAX; ) {
      this.lookedAt += 1;
      const { bytes, next } = lineAt(this.body, at);
      const header = parseItemHeader(bytes);
      if (header) return { header, at, next };
      at = this.braceFrom(next);
    }
    return undefined;
  }

  private braceFrom(start: number): number | undefined {
    if (this.body[start] === BRACE) return start;
    const found = this.bytes.indexOf(LINE_OF_JSON, Math.max(0, start - 1));
    return found === -1 ? undefined : found + 1;
  }
}

export const LINE_OF_JSON = "\n{";
export const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** What the line says of the item after it; undefined when it is no header. */
export function parseItemHeader(line: Uint8Array): ItemHeader | undefined {
  const { type, length } = parseLine(line) ?? {};
  if (typeof type !== "string") return undefined;
  const isLength = typeof length === "number" && Number.isSafeInteger(length) && length >= 0;
  return { type, length: isLength ? length : undefined };
}

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
function payloadAt(
  body: Uint8Array,
  { header: { length }, next: from }: FoundHeader,
  lines: ItemHeaders,
): { payload: Uint8Array; next: number } {
  if (length !== undefined) {
    const end = from + length;
    const isWhole = end === body.length || (end < body.length && body[end] === NEWLINE);
    if (isWhole) return { payload: body.subarray(from, end), next: end + 1 };
  }
  const line = lineAt(body, from);
  if (isWholeLine(line.bytes)) return { payload: line.bytes, next: line.next };
  // JSON over several lines ends where another item begins.
  const next = lines.from(line.next)?.at ?? body.length + 1;
  return { payload: body.subarray(from, Math.min(body.length, next)), next };
}

/** False for a line that only begins an object. */
function isWholeLine(line: Uint8Array): boolean {
  const text = utf8.decode(line.subarray(0, 100)).trimStart();
  const end = utf8.decode(line.subarray(-100)).trimEnd();
  return !text.startsWith("{") || end.endsWith("}");
}

function parseLine(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (bytes.length > LINE_BYTES_MAX) return undefined;
  try {
    const json: unknown = JSON.parse(utf8.decode(bytes));
    return isRecord(json) ? json : undefined;
  } catch {
    // Not a header: the caller decides what that means.
    return undefined;
  }
}
