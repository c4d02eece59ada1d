import { VisibleError } from "@faultline/core/visible-error";

export const BODY_BYTES_MAX = 5 * 1024 * 1024;
/** Read on so far beyond the limit, so that an honest client gets the answer instead of a broken connection. */
const DRAIN_BYTES_MAX = 32 * 1024 * 1024;

/** The request's body as it came. Throws `too_large` above 5 MB. */
export async function readBody(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (!request.body) return new Uint8Array();
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > DRAIN_BYTES_MAX) break;
  }
  if (bytes > BODY_BYTES_MAX) {
    throw new VisibleError("too_large", "too_large", "A request may have 5 MB: send fewer events at once.");
  }
  return Buffer.concat(chunks);
}
