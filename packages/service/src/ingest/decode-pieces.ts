import type { Share } from "./body-memory.js";
import { encodingsOf, grownTooMuch, inflating, mayBecome, streamOf, translated } from "./decode.js";

/** Of what is not kept, more may be made than of what is. */
const SIEVED_BYTES_MAX = 32 * 1024 * 1024;

interface Handing {
  /** Given each piece of what the body becomes; what it throws ends the work. */
  take(piece: Uint8Array): void;
  readonly waiting: { readonly who: string; readonly share: Pick<Share, "signal"> };
}

/**
 * Hands on a body without its content encoding, piece by piece as it comes. Each piece waits for its turn, so that a slow sender
 * holds no place. Throws `unsupported_encoding`, `broken_encoding`, or `too_large` as `decode` does.
 */
export async function decodePieces(
  pieces: AsyncIterable<Uint8Array>,
  contentEncoding: string | undefined,
  { take, waiting }: Handing,
): Promise<void> {
  let unpacking: Unpacking | undefined;
  try {
    for await (const piece of pieces) {
      unpacking ??= unpackingOf(encodingsOf(contentEncoding, piece), piece, take);
      const { write } = unpacking;
      await inflating(waiting.who, () => write(piece), waiting.share.signal);
    }
  } finally {
    unpacking?.end();
  }
}

interface Unpacking {
  write(piece: Uint8Array): Promise<void>;
  end(): void;
}

function unpackingOf(encodings: readonly string[], first: Uint8Array, take: Handing["take"]): Unpacking {
  const [encoding, ...others] = encodings;
  if (encoding === undefined) return { write: async (piece) => take(piece), end: () => undefined };
  // Nobody packs so much twice.
  if (others.length > 0) throw grownTooMuch();
  return inflater(first, encoding, take);
}

function inflater(first: Uint8Array, encoding: string, take: Handing["take"]): Unpacking {
  const stream = streamOf(first, encoding);
  let failure: unknown;
  let [sent, made] = [0, 0];
  const fail = (error: unknown): void => {
    failure ??= error;
    stream.destroy();
  };
  stream.on("error", (error) => fail(translated(error, encoding)));
  stream.on("data", (piece: Uint8Array) => {
    if (failure !== undefined) return;
    made += piece.length;
    try {
      if (made > Math.min(SIEVED_BYTES_MAX, mayBecome(sent))) throw grownTooMuch();
      take(piece);
    } catch (error) {
      fail(error);
    }
  });
  const write = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      const done = (error?: unknown): void => {
        stream.off("close", done);
        if (error instanceof Error) failure ??= translated(error, encoding);
        if (failure === undefined) resolve();
        else reject(failure);
      };
      sent += piece.length;
      stream.once("close", done);
      stream.write(piece, done);
    });
  return { write, end: () => stream.destroy() };
}
