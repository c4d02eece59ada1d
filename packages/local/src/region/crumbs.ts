import { IncomingMessage } from "node:http";
import { RefusedBody } from "@faultline/service/http/refused-body";

/** So many pieces of a body are taken however small they are. */
const PIECES_FREE = 2_000;
/** A piece comes with five bytes of framing at least: those of fewer bytes than this cost a hundred times what they carry. */
const PIECE_BYTES_MIN = 6;
const LISTEN_MILLISECONDS = 1_000;

/** What a socket tells its server once. */
export const CRUMBS = "crumbs";

/** A body came in thousands of pieces of a few bytes, of which the rest is not taken. */
export class BodyInCrumbs extends RefusedBody {
  override readonly name = "BodyInCrumbs";
  constructor() {
    super(MANY_PIECES);
  }
}

export const MANY_PIECES = "The body comes in thousands of pieces of a few bytes: send it in larger ones.";

/**
 * A request whose body fails when it comes in crumbs: here, where each is handed in, since whoever reads them later has paid for
 * them already. Its sender has a second to hear why, and is not read any more.
 */
export class RequestWithoutCrumbs extends IncomingMessage {
  #pieces = 0;
  #bytes = 0;

  override push(piece: Buffer | null, encoding?: BufferEncoding): boolean {
    if (this.destroyed) return false;
    if (piece !== null && this.#isCrumb(piece)) {
      this.destroy(new BodyInCrumbs());
      return false;
    }
    return super.push(piece, encoding);
  }

  #isCrumb({ length }: Buffer): boolean {
    this.#pieces += 1;
    this.#bytes += length;
    if (this.#pieces < PIECES_FREE || this.#bytes > this.#pieces * PIECE_BYTES_MIN) return false;
    return this.headers["transfer-encoding"] !== undefined;
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (error instanceof BodyInCrumbs) this.#shutOut(error, done);
    else super._destroy(error, done);
  }

  #shutOut(error: BodyInCrumbs, done: (error: Error | null) => void): void {
    const { socket } = this;
    socket.emit(CRUMBS);
    setTimeout(() => socket.destroy(), LISTEN_MILLISECONDS).unref();
    // Whoever begins to read later finds it in `errored`.
    done(this.listenerCount("error") > 0 ? error : null);
  }
}
