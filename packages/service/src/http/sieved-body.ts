import { VisibleError } from "@faultline/core/visible-error";
import type { Sieve } from "@faultline/protocols/protocol";
import type { Share } from "../ingest/body-memory.js";
import { decodePieces } from "../ingest/decode-pieces.js";
import { BODY_BYTES_MAX, tooLarge } from "./body.js";

export interface SievedBody {
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

/**
 * What the sieve lets through of a body that is too long, as it comes and without its content encoding; no more of it is held
 * than a body may have. `isCut` when it did not end before some limit, or is broken: what stood before that may be enough.
 */
export async function sievedBody(
  pieces: AsyncIterable<Uint8Array>,
  { encoding, sieve }: { readonly encoding: string | undefined; readonly sieve: Sieve },
  waiting: { readonly who: string; readonly share: Share },
): Promise<SievedBody> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  const keep = (parts: readonly Uint8Array[]): void => {
    for (const part of parts) {
      bytes += part.length;
      if (bytes > BODY_BYTES_MAX) throw tooLarge();
      waiting.share.grow(part.length);
      // A copy, so that the piece around it can go.
      kept.push(Uint8Array.from(part));
    }
  };
  try {
    await decodePieces(pieces, encoding, { take: (piece) => keep(sieve.take(piece)), waiting });
    keep(sieve.end());
    return { bytes: Buffer.concat(kept), isCut: false };
  } catch (error) {
    const isEnd = error instanceof VisibleError && ENDS.has(error.code);
    if (!isEnd) throw error;
    return { bytes: Buffer.concat(kept), isCut: true };
  }
}

const ENDS = new Set(["too_large", "broken_encoding"]);
