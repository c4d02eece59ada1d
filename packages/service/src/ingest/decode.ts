import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { VisibleError } from "@faultline/core/visible-error";
import { gate } from "./semaphore.js";

/** What a body may become when decompressed: a small bomb must not fill the memory. */
export const DECODED_BYTES_MAX = 20 * 1024 * 1024;

/** Nobody applies more than one; each further one is another chance for a bomb. */
const ENCODINGS_MAX = 2;
/** Bombs sent together must not fill the memory together. */
const inflating = gate(1);

const options = { maxOutputLength: DECODED_BYTES_MAX };
const unzip = promisify(gunzip);
const unbrotli = promisify(brotliDecompress);
const undeflate = promisify(inflate);
const undeflateRaw = promisify(inflateRaw);

/**
 * The body without its content encoding. Throws `unsupported_encoding`, `broken_encoding`, or
 * `too_large` when it grows beyond 20 MB.
 */
export async function decode(body: Uint8Array, contentEncoding: string | undefined): Promise<Uint8Array> {
  const encodings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > ENCODINGS_MAX) throw unsupported();
  let bytes = body;
  for (const encoding of encodings.reverse()) bytes = await inflating(() => decodeOnce(bytes, encoding));
  return bytes;
}

async function decodeOnce(bytes: Uint8Array, encoding: string): Promise<Uint8Array> {
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

function translated(error: unknown, encoding: string): VisibleError {
  const isTooLarge = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
  if (isTooLarge) {
    return new VisibleError(
      "too_large",
      "too_large",
      "The decompressed body is over 20 MB: send fewer events at once.",
    );
  }
  return new VisibleError("bad_request", "broken_encoding", `The body is not valid ${encoding}.`);
}
