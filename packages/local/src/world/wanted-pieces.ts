import { once } from "node:events";
import type { IncomingMessage } from "node:http";

/** How the handing on of a body goes. */
export interface Passage {
  /** Nobody wants more of it. */
  isStopped: boolean;
}

/** A body, piece by piece, until nobody wants more; the request stays open for its answer. */
export async function* wantedPieces(request: IncomingMessage, passage: Passage): AsyncGenerator<Buffer> {
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    yield piece;
    if (passage.isStopped) await once(request, "close");
  }
}
