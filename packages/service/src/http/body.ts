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
  /** The body as it came; undefined when it is longer than 5 MB, and `pieces` gives it. */
  wholeIfShort(): Promise<Uint8Array | undefined>;
  /** All of it, each piece let go once the next is asked for. Throws `too_large` where it goes on beyond 32 MB. */
  pieces(): AsyncIterable<Uint8Array>;
  /** Reads on to its end, or to those 32 MB, and keeps nothing. */
  drain(): Promise<void>;
}

interface Reading {
  /** What the server hands on beside the request. */
  readonly env?: unknown;
  readonly share?: Share;
}

/** The body of a request. Both readings throw the share's refusal once others need the memory more. */
export function incomingBody(request: Request, { env, share }: Reading = {}): IncomingBody {
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
  const next = async (): Promise<Uint8Array | undefined> => {
    share?.check();
    const chunk = await body.next();
    share?.check();
    if (chunk === undefined) return undefined;
    bytes += chunk.length;
    pieces += 1;
    if (pieces > PIECES_FREE + bytes / PIECE_BYTES_MIN) {
      body.cancel();
      throw tooManyPieces();
    }
    return chunk;
  };
  /** False when there was no more. */
  const read = async (): Promise<boolean> => {
    const chunk = await next();
    if (chunk) keep(chunk);
    return chunk !== undefined;
  };
  const drain = async (): Promise<void> => {
    drop();
    while (bytes <= DRAIN_BYTES_MAX && (await next()));
  };
  const wholeIfShort = async (): Promise<Uint8Array | undefined> => {
    while (bytes <= BODY_BYTES_MAX) if (!(await read())) return joined(chunks);
    return undefined;
  };
  return {
    async start(bytesMax) {
      while (bytes < bytesMax && (await read()));
      return Buffer.concat(chunks).subarray(0, bytesMax);
    },
    async whole() {
      const whole = await wholeIfShort();
      if (whole) return whole;
      await drain();
      throw tooLarge();
    },
    wholeIfShort,
    async *pieces() {
      for (let held = chunks.shift(); held; held = chunks.shift()) {
        yield held;
        share?.grow(-held.length);
      }
      while (bytes <= DRAIN_BYTES_MAX) {
        const chunk = await next();
        if (!chunk) return;
        yield chunk;
      }
      throw tooLarge();
    },
    drain,
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
