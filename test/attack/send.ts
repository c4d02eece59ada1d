import { type IncomingMessage, request } from "node:http";

interface Shot {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** One of this machine's own, so that senders differ. */
  readonly from?: string | undefined;
}

export interface Answered {
  /** Undefined when the connection ended without one. */
  readonly status: number | undefined;
  readonly milliseconds: number;
  readonly text: string;
}

const TIMEOUT_MILLISECONDS = 60_000;

/** Sends a request on a connection of its own. Never rejects. */
export function send(
  url: string,
  { method = "POST", path, headers = {}, body, from }: Shot,
): Promise<Answered> {
  const { hostname: host, port } = new URL(url);
  const start = performance.now();
  return new Promise((resolve) => {
    const end = (status: number | undefined, text = ""): void =>
      resolve({ status, text, milliseconds: performance.now() - start });
    const sent = request({ host, port, method, path, headers, localAddress: from, agent: false });
    sent.setTimeout(TIMEOUT_MILLISECONDS, () => sent.destroy());
    sent.on("error", () => end(undefined));
    sent.on("response", (answer) =>
      textOf(answer).then(
        (text) => end(answer.statusCode, text),
        () => end(undefined),
      ),
    );
    sent.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
