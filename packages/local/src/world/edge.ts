import {
  Agent,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from "node:http";
import { pipeline } from "node:stream";
import { CONNECTION_LIMITS, limitConnections, limitedServer } from "../region/connection-limits.js";
import { FAILOVER_NAME } from "../region/settings.js";
import type { Resolver } from "./resolver.js";

/** Takes requests that are not for a region. True when it did. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

const CONNECT_TIMEOUT = 2000;

/** A server that hands every request to the region the failover name leads to, as a client of it would. */
export function edge(resolver: Resolver, intercept: Intercept): Server {
  // As many as there are clients, which are bounded themselves: a pool would be full of slow ones.
  const agent = new Agent({ keepAlive: true });
  const server = createServer(limitedServer(CONNECTION_LIMITS), (request, response) => {
    if (intercept(request, response)) return;
    resolver.resolve(FAILOVER_NAME).then(
      ({ port }) => forward(request, response, { agent, port, resolver }),
      () => refuse(response),
    );
  });
  limitConnections(server, CONNECTION_LIMITS);
  server.on("close", () => agent.destroy());
  return server;
}

interface Route {
  readonly agent: Agent;
  readonly port: number;
  readonly resolver: Resolver;
}

function forward(request: IncomingMessage, response: ServerResponse, { agent, port, resolver }: Route): void {
  const { method, url: path, headers } = request;
  const forwarded = [headers["x-forwarded-for"], request.socket.remoteAddress]
    .flat()
    .filter(Boolean)
    .join(", ");
  const onward = send({
    agent,
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { ...headers, "x-forwarded-for": forwarded },
    timeout: CONNECT_TIMEOUT,
  });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response, () => undefined);
  });
  onward.on("timeout", () => onward.socket?.connecting && onward.destroy(new Error("connect timed out")));
  onward.on("error", () => {
    // What any client does whose address stopped answering: look the name up again.
    resolver.forget();
    refuse(response);
  });
  pipeline(request, onward, () => undefined);
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = { message: "The region does not answer. Send it again.", code: "unavailable" };
  response
    .writeHead(502, { "content-type": "application/json", "retry-after": "1" })
    .end(JSON.stringify(body));
}
