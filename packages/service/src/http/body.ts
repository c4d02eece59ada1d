import { VisibleError } from "@faultline/core/visible-error";
import type { Share } from "../ingest/body-memory.js";

export const BODY_BYTES_MAX = 5 * 1024 * 1024;
/** Read on so far beyond the limit, so that an honest client gets the answer instead of a broken connection. */
const DRAIN_BYTES_MAX = 32 * 1024 * 1024;

/** A request's body, read as far as it is asked for. */
export interface IncomingBody {
  /** What it begins with, or all of it when it is shorter. */
  start(bytesMax: number): Promise<Uint8Array>;
  /** The body as it came. Throws `too_large` above 5 MB. */
  whole(): Promise<Uint8Array>;
}

/** The body of a request. Both readings throw the share's refusal once others need the memory more. */
export function incomingBody(request: Request, share?: Share): IncomingBody {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A read that waits for a slow client ends at once.
  share?.signal.addEventListener("abort", () => void reader?.cancel().catch(() => undefined), { once: true });

  /** False when there was no more. */
  const read = async (): Promise<boolean> => {
    share?.signal.throwIfAborted();
    const chunk = (await reader?.read())?.value;
    share?.signal.throwIfAborted();
    if (chunk === undefined) return false;
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) {
      chunks.push(chunk);
      share?.grow(chunk.length);
    } else if (chunks.length > 0) {
      chunks.length = 0;
      share?.grow(chunk.length - bytes);
    }
    return true;
  };
  return {
    async start(bytesMax) {
      while (bytes < bytesMax && (await read()));
      return Buffer.concat(chunks).subarray(0, bytesMax);
    },
    async whole() {
      while (bytes <= DRAIN_BYTES_MAX && (await read()));
      if (bytes <= BODY_BYTES_MAX) return Buffer.concat(chunks);
      throw new VisibleError("too_large", "too_large", "A request may have 5 MB: send fewer events at once.");
    },
  };
}

/** The request's body as it came. Throws `too_large` above 5 MB. */
export const readBody = (request: Request): Promise<Uint8Array> => incomingBody(request).whole();
