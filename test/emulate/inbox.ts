import { createServer } from "node:http";

/** A destination outside: what it was told, and how often it is to refuse what comes next. */
export interface Inbox {
  readonly url: string;
  readonly told: readonly string[];
  readonly refused: readonly string[];
  refuse(times: number): void;
  close(): void;
}

export async function startInbox(): Promise<Inbox> {
  const told: string[] = [];
  const refused: string[] = [];
  let toRefuse = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const isRefused = toRefuse > 0;
    if (isRefused) toRefuse -= 1;
    (isRefused ? refused : told).push(Buffer.concat(chunks).toString());
    response.writeHead(isRefused ? 503 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    told,
    refused,
    refuse: (times) => {
      toRefuse = times;
    },
    close: () => void [server.closeAllConnections(), server.close()],
  };
}
