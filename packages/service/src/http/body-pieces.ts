import { Readable } from "node:stream";

/** What a body consists of, read when it is asked for. */
interface BodyPieces {
  /** Undefined when there is no more. */
  next(): Promise<Uint8Array | undefined>;
  /** Ends the reading: who waits for a piece is told that there is none. */
  cancel(): void;
}

/**
 * The pieces of a request's body. Node's own request, where the server hands one on (`env.incoming`), is read as it is: a
 * stream of the web around it costs more than all else of receiving a small body.
 */
export function bodyPieces(request: Request, env: unknown): BodyPieces {
  const incoming: unknown =
    typeof env === "object" && env !== null ? Reflect.get(env, "incoming") : undefined;
  return incoming instanceof Readable ? new NodePieces(incoming) : webPieces(request);
}

function webPieces(request: Request): BodyPieces {
  const reader = request.body?.getReader();
  return {
    next: async () => (await reader?.read())?.value,
    cancel: () => void reader?.cancel().catch(() => undefined),
  };
}

interface Waiting {
  resolve(piece: Uint8Array | undefined): void;
  reject(error: unknown): void;
}

/** Flows only while somebody waits, and one piece ahead. */
class NodePieces implements BodyPieces {
  private readonly ahead: Uint8Array[] = [];
  private waiting: Waiting | undefined;
  private isListening = false;
  private isOver = false;
  private error: unknown;

  constructor(private readonly incoming: Readable) {}

  next(): Promise<Uint8Array | undefined> {
    const piece = this.ahead.shift();
    if (piece || (this.isOver && this.error === undefined)) return Promise.resolve(piece);
    if (this.isOver) return Promise.reject(this.error);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.isListening) this.incoming.resume();
      else this.listen();
    });
  }

  cancel(): void {
    this.end();
    this.incoming.pause();
  }

  private listen(): void {
    this.isListening = true;
    const { incoming } = this;
    incoming.on("end", () => this.end());
    incoming.on("error", (error) => this.end(error));
    incoming.on("close", () => this.close());
    if (incoming.readableEnded) this.end();
    else if (incoming.destroyed) this.close();
    incoming.on("data", (piece: Uint8Array) => this.take(piece));
  }

  private take(piece: Uint8Array): void {
    if (this.isOver) return;
    const { waiting } = this;
    if (waiting) {
      this.waiting = undefined;
      waiting.resolve(piece);
    } else {
      this.ahead.push(piece);
      this.incoming.pause();
    }
  }

  /** Without an end before it, the client is gone. */
  private close(): void {
    if (!this.isOver)
      this.end(this.incoming.errored ?? new DOMException("The body did not end.", "AbortError"));
  }

  private end(error?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.error = error;
    const { waiting } = this;
    this.waiting = undefined;
    if (error === undefined) waiting?.resolve(undefined);
    else waiting?.reject(error);
  }
}
