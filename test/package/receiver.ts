import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";

const Body = z.object({ errors: z.array(z.object({ type: z.string(), message: z.string() })) });

/** Takes what clients post, in place of a region, and hands out one page with one script. */
export interface Receiver {
  readonly url: string;
  /** The messages of all errors posted so far. */
  readonly messages: readonly string[];
  /** What `/` loads from now on. */
  serve(script: string): void;
  close(): Promise<void>;
}

export async function receiver(): Promise<Receiver> {
  const messages: string[] = [];
  let script = "";
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (request.method === "POST") {
      const { errors } = Body.parse(JSON.parse(Buffer.concat(chunks).toString()));
      messages.push(...errors.map(({ message }) => message));
      response.writeHead(201).end("{}");
      return;
    }
    response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><script>${script}</script>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    messages,
    serve: (text) => {
      script = text;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
