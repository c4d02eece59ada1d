import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";
import { apiEvent } from "../infra/api-event.js";
import type { EmulatedFunction } from "./emulated-function.js";

const Response = z.looseObject({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

export interface Address {
  readonly url: string;
  close(): void;
}

/** A region's HTTP API: each request is an event of its function. While the region is gone nobody answers. */
export function startGateway(http: () => EmulatedFunction, isDead: () => boolean): Promise<Address> {
  return listening(async (request, response) => {
    const event = await eventOf(request);
    if (isDead()) return void response.socket?.destroy();
    const { result, error } = await http().invoke(event);
    const answer = Response.safeParse(result).data;
    if (!answer)
      return void response.writeHead(500).end(JSON.stringify({ message: error ?? "Internal Server Error" }));
    const cookies = answer.cookies.length > 0 ? { "set-cookie": answer.cookies } : {};
    response
      .writeHead(answer.statusCode, { ...answer.headers, ...cookies })
      .end(Buffer.from(answer.body, answer.isBase64Encoded ? "base64" : "utf8"));
  });
}

async function eventOf(request: IncomingMessage) {
  const body = await bodyOf(request);
  const { pathname, search } = new URL(request.url ?? "/", "http://api");
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return apiEvent({
    method: request.method ?? "GET",
    path: pathname,
    query: search.slice(1),
    headers: { ...Object.fromEntries(headers), "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" },
    cookies: request.headers.cookie?.split("; "),
    body: body.length > 0 ? body : undefined,
  });
}

/** The failover name: whichever region is healthy, the first one first, as Route 53 would have it resolved. */
export function startFailoverName(home: () => string): Promise<Address> {
  return listening(async (request, response) => {
    const body = await bodyOf(request);
    const headers = Object.entries(request.headers).filter(
      ([name]) => !/^(host|connection|content-length)$/.test(name),
    );
    const answer = await fetch(`${home()}${request.url ?? "/"}`, {
      method: request.method ?? "GET",
      headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
      body: body.length > 0 ? new Uint8Array(body) : null,
      redirect: "manual",
    });
    const own = [...answer.headers].filter(
      ([name]) => !/^(content-encoding|transfer-encoding|content-length)$/.test(name),
    );
    response.writeHead(answer.status, Object.fromEntries(own)).end(Buffer.from(await answer.arrayBuffer()));
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listening(answer: Answer): Promise<Address> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.socket?.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
