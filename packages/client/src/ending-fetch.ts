import { type Answer, type Sending, sendInThread } from "./sending-thread.js";

export interface EndingFetch {
  readonly fetch: typeof fetch;
  /** The process may end at any moment: from now on requests are made in threads, whose answers can be waited for. */
  begin(): void;
  /** Blocks until what is under way in threads is answered, or so long. Gives back the bodies that were accepted. */
  wait(milliseconds: number): string[];
}

/**
 * The `fetch` of the sender, which the last try can ask what became of a request: an answer on its way to a process
 * that has stopped listening would else be one nobody hears, and the same events would be sent once more.
 */
export function endingFetch(): EndingFetch {
  const underWay = new Map<Sending, string>();
  let isEnding = false;

  const inThread = (url: string, { headers, body, signal }: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const text = String(body);
      const sending = sendInThread({
        texts: [text],
        urls: [url],
        headers: Object.fromEntries(new Headers(headers)),
      });
      const { worker } = sending;
      underWay.set(sending, text);
      signal?.addEventListener("abort", () => void worker.terminate());
      worker.on("message", ({ status, headers: told, text: said }: Answer) =>
        resolve(new Response(said || null, { status, headers: told })),
      );
      worker.on("error", reject);
      worker.on("exit", () => {
        underWay.delete(sending);
        reject(new Error("no answer"));
      });
    });

  return {
    async fetch(input, init = {}) {
      // Looked up at each request: what an application puts in its place later is to see our requests too.
      if (!isEnding) return fetch(input, init);
      // An application may have given its own thread a proxy, of which another thread knows nothing.
      return inThread(String(input), init).catch(() => fetch(input, init));
    },
    begin() {
      isEnding = true;
    },
    wait(milliseconds) {
      const end = performance.now() + milliseconds;
      return [...underWay].flatMap(([sending, text]) => {
        const [isAccepted] = sending.wait(Math.max(0, end - performance.now()));
        return isAccepted ? [text] : [];
      });
    },
  };
}
