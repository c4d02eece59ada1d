import { Readable } from "node:stream";
import { promisify } from "node:util";
import {
  brotliDecompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  gunzip,
  inflate,
  inflateRaw,
} from "node:zlib";
import { VisibleError } from "@faultline/core/visible-error";
import type { Share } from "./body-memory.js";
import { turns } from "./turns.js";

/** What a body may become when decompressed: a small bomb must not fill the memory. */
const DECODED_BYTES_MAX = 20 * 1024 * 1024;
/** A thousand equal errors shrink to a hundredth; beyond this somebody only wants us to work. */
const GROWTH_MAX = 200;
const GROWTH_FREE_BYTES = 2 * 1024 * 1024;

const CHUNK_BYTES_MIN = 64 * 1024;
const CHUNK_BYTES_MAX = 256 * 1024;

/** Nobody applies more than one; each further one is another chance for a bomb. */
const ENCODINGS_MAX = 2;
/** Of the four threads that Node has for such work, so that the disk is never waited for. */
const AT_ONCE = 2;
export const inflating = turns(AT_ONCE);

const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);
const undeflate = promisify(inflate);
const undeflateRaw = promisify(inflateRaw);

/** Who waits in line for it, and the share of memory whose refusal calls it off. */
interface Waiting {
  readonly who: string;
  readonly share?: Pick<Share, "signal"> | undefined;
}

/**
 * The body without its content encoding. Throws `unsupported_encoding`, `broken_encoding`, or `too_large` when it grows
 * beyond 20 MB, or out of all proportion.
 */
export async function decode(
  body: Uint8Array,
  contentEncoding: string | undefined,
  { who, share }: Waiting,
): Promise<Uint8Array> {
  let bytes = body;
  for (const encoding of encodingsOf(contentEncoding, body))
    bytes = await inflating(who, () => decodeOnce(bytes, encoding), share?.signal);
  return bytes;
}

/**
 * What a body begins with, without its content encoding, of what its own beginning tells. Never throws for a broken one.
 * Much of it waits in line as a whole body does.
 */
export async function decodeStart(
  start: Uint8Array,
  contentEncoding: string | undefined,
  bytesMax: number,
  waiting?: Waiting,
): Promise<Uint8Array> {
  let bytes = start;
  for (const encoding of encodingsOf(contentEncoding, start)) {
    const work = () => startOf(bytes, encoding, bytesMax);
    bytes = waiting ? await inflating(waiting.who, work, waiting.share?.signal) : await work();
  }
  return bytes;
}

/**
 * In the order in which they are taken off. What the body begins with goes before what is told of it: on the way one
 * proxy loses the header, and another one decompresses the body and leaves the header as it was.
 */
export function encodingsOf(contentEncoding: string | undefined, body: Uint8Array): string[] {
  const encodings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > ENCODINGS_MAX) throw unsupported();
  if (encodings.length === 0) return seenIn(body);
  return isJson(body) ? [] : encodings.reverse();
}

/** No wire's own bytes begin like these. */
function seenIn(body: Uint8Array): string[] {
  if (body[0] === 0x1f && body[1] === 0x8b) return ["gzip"];
  return body[0] === 0x78 && isZlib(body) ? ["deflate"] : [];
}

/** No encoding's bytes begin with a bracket and a quote, or with an empty object or list. */
function isJson(body: Uint8Array): boolean {
  const start = new TextDecoder().decode(body.subarray(0, 64)).trimStart();
  return /^(?:\{\s*["}]|\[\s*[{"\]])/.test(start);
}

/** What so many bytes may become when decompressed, as long as it is not more than anybody's may. */
export const mayBecome = (bytes: number): number => GROWTH_FREE_BYTES + GROWTH_MAX * bytes;

async function decodeOnce(bytes: Uint8Array, encoding: string): Promise<Uint8Array> {
  const maxOutputLength = Math.min(DECODED_BYTES_MAX, mayBecome(bytes.length));
  const options = { maxOutputLength, chunkSize: chunkSizeOf(bytes) };
  try {
    switch (encoding) {
      case "gzip":
      case "x-gzip":
        return await unzip(bytes, options);
      case "br":
        return await unbrotli(bytes, options);
      case "deflate":
        // The standard means zlib's format; some clients send the bare stream.
        return isZlib(bytes) ? await undeflate(bytes, options) : await undeflateRaw(bytes, options);
    }
  } catch (error) {
    throw translated(error, encoding);
  }
  throw unsupported();
}

/** Each piece of the output is a way to another thread and back; few need more than one. */
const chunkSizeOf = (bytes: Uint8Array): number =>
  Math.min(CHUNK_BYTES_MAX, Math.max(CHUNK_BYTES_MIN, 8 * bytes.length));

async function startOf(bytes: Uint8Array, encoding: string, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of Readable.from([bytes]).pipe(streamOf(bytes, encoding))) {
      chunks.push(chunk);
      length += chunk.length;
      // Leaving ends the stream: what a bomb would become is never made.
      if (length >= bytesMax) break;
    }
  } catch (error) {
    if (error instanceof VisibleError) throw error;
    // Cut off or broken: what stood before that may be enough.
  }
  return Buffer.concat(chunks).subarray(0, bytesMax);
}

const CUT_OFF = { finishFlush: constants.Z_SYNC_FLUSH };

export function streamOf(bytes: Uint8Array, encoding: string) {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
      return createGunzip(CUT_OFF);
    case "br":
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    case "deflate":
      return isZlib(bytes) ? createInflate(CUT_OFF) : createInflateRaw(CUT_OFF);
  }
  throw unsupported();
}

const unsupported = (): VisibleError =>
  new VisibleError(
    "unsupported_media_type",
    "unsupported_encoding",
    "Send the body as it is, or with content-encoding gzip, deflate or br.",
  );

const isZlib = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = bytes;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
};

export function translated(error: unknown, encoding: string): VisibleError {
  const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
  if (isTooLarge) return grownTooMuch();
  return new VisibleError("bad_request", "broken_encoding", `The body is not valid ${encoding}.`);
}

export const grownTooMuch = (): VisibleError =>
  new VisibleError(
    "too_large",
    "too_large",
    `Decompressed, a body may have 20 MB and ${GROWTH_MAX} times its size: send fewer events at once.`,
  );
