import { once } from "node:events";
import type { IncomingMessage } from "node:http";

/** A body may be so much larger on its way than what it carries: a piece of a byte comes with five of framing. */
const OVERHEAD_MAX = 2;
/** So much of a request is taken however small its pieces are. */
const BYTES_FREE = 40_000;

/** How the handing on of a body goes. */
export interface Passage {
  /** Nobody wants more of it. */
  isStopped: boolean;
  /** Its pieces cost a hundred times what they carry, so the rest is not taken. */
  isCrumbs: boolean;
}

/**
 * A body, in pieces of as much as has come by the time the next is asked for. Throws when it comes in crumbs; the request
 * stays open for its answer.
 */
export async function* largerPieces(request: IncomingMessage, passage: Passage): AsyncGenerator<Buffer> {
  const begun = request.socket.bytesRead;
  let bytes = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    bytes += piece.length;
    const came = request.socket.bytesRead - begun;
    passage.isCrumbs = came > BYTES_FREE && came > bytes * OVERHEAD_MAX;
    if (passage.isCrumbs) throw new Error("the body comes in crumbs");
    yield piece;
    if (passage.isStopped) await once(request, "close");
  }
}
