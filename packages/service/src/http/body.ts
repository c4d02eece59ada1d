import { VisibleError } from "@faultline/core/visible-error";
import type { Share } from "../ingest/body-memory.js";
import { bodyPieces } from "./body-pieces.js";

export const BODY_BYTES_MAX = 5 * 1024 * 1024;
/** Read on so far beyond the limit, so that an honest client gets the answer instead of a broken connection. */
const DRAIN_BYTES_MAX = 32 * 1024 * 1024;

/** Each piece costs some microseconds and a hundred bytes of memory, were it of one byte: nobody's are so small throughout. */
const PIECES_FREE = 2_000;
const PIECE_BYTES_MIN = 32;

/** A request's body, read as far as it is asked for. */
export interface IncomingBody {
  /** What it begins with, or all of it when it is shorter. */
  start(bytesMax: number): Promise<Uint8Array>;
  /** The body as it came. Throws `too_large` above 5 MB. */
  whole(): Promise<Uint8Array>;
  /** The body as it came, or its first 5 MB when it is longer: what follows is read and left out. */
  head(): Promise<{ readonly bytes: Uint8Array; readonly isCut: boolean }>;
}

interface Reading {
  /** What the server hands on beside the request. */
  readonly env?: unknown;
  readonly share?: Share;
  /** True when the beginning of a body that is too long is worth keeping. */
  readonly keepsHead?: boolean | undefined;
}

/** The body of a request. Both readings throw the share's refusal once others need the memory more. */
export function incomingBody(
  request: Request,
  { env, share, keepsHead = false }: Reading = {},
): IncomingBody {
  const body = bodyPieces(request, env);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let pieces = 0;
  // A read that waits for a slow client ends at once.
  share?.onRefusal(() => body.cancel());

  const keep = (chunk: Uint8Array): void => {
    if (chunk.length > 0) chunks.push(chunk);
    share?.grow(chunk.length);
  };
  const drop = (): void => {
    share?.grow(-chunks.reduce((sum, { length }) => sum + length, 0));
    chunks.length = 0;
  };
  /** False when there was no more. Of what lies beyond the limit, nothing is kept. */
  const read = async (): Promise<boolean> => {
    share?.check();
    const chunk = await body.next();
    share?.check();
    if (chunk === undefined) return false;
    const room = Math.max(0, BODY_BYTES_MAX - bytes);
    bytes += chunk.length;
    pieces += 1;
    if (pieces > PIECES_FREE + bytes / PIECE_BYTES_MIN) {
      body.cancel();
      throw tooManyPieces();
    }
    if (bytes <= BODY_BYTES_MAX || keepsHead) keep(chunk.subarray(0, room));
    else if (chunks.length > 0) drop();
    return true;
  };
  const drained = async (): Promise<boolean> => {
    while (bytes <= DRAIN_BYTES_MAX && (await read()));
    return bytes <= BODY_BYTES_MAX;
  };
  return {
    async start(bytesMax) {
      while (bytes < bytesMax && (await read()));
      return Buffer.concat(chunks).subarray(0, bytesMax);
    },
    async whole() {
      if (await drained()) return joined(chunks);
      throw tooLarge();
    },
    async head() {
      const isWhole = await drained();
      return { bytes: joined(chunks), isCut: !isWhole };
    },
  };
}

/** Most bodies are of one piece, which needs no copy. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = chunks;
  return only && others.length === 0 ? only : Buffer.concat(chunks);
}

export const tooLarge = (): VisibleError =>
  new VisibleError("too_large", "too_large", "A request may have 5 MB: send fewer events at once.");

const tooManyPieces = (): VisibleError =>
  new VisibleError(
    "bad_request",
    "bad_request",
    "The body comes in thousands of pieces of a few bytes: send it in larger ones.",
  );

/** The request's body as it came. Throws `too_large` above 5 MB. */
export const readBody = (request: Request): Promise<Uint8Array> => incomingBody(request).whole();
