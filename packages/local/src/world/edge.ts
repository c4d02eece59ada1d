import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { CONNECTION_LIMITS, limitConnections, limitedServer } from "../region/connection-limits.js";
import { MANY_PIECES } from "../region/crumbs.js";
import { FAILOVER_NAME } from "../region/settings.js";
import { type Attempt, attempt } from "./attempt.js";
import { type Forwarded, forwarded, type Hold, holder } from "./forwarded.js";
import type { Resolved, Resolver } from "./resolver.js";
import { closeWithConnection } from "./waiting-answers.js";

/** Takes requests that are not for a region. True when it did. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

interface Edge {
  readonly resolver: Resolver;
  readonly regions: readonly string[];
  readonly intercept: Intercept;
}

/**
 * A server that hands every request to the region the failover name leads to, as a client of it would. When that region
 * does not answer, the other one is asked, unless the request may have been carried out and must not be twice.
 */
export function edge({ resolver, regions, intercept }: Edge): Server {
  // As many as there are clients, which are bounded themselves: a pool would be full of slow ones.
  const agent = new Agent({ keepAlive: true });
  const hold = holder();
  const server = createServer(limitedServer(CONNECTION_LIMITS), (request, response) => {
    closeWithConnection(request, response);
    if (intercept(request, response)) return;
    forward(request, response, { agent, resolver, regions, hold }).catch(() => refuse(response, "unsent"));
  });
  limitConnections(server, CONNECTION_LIMITS);
  server.on("close", () => agent.destroy());
  return server;
}

interface Way {
  readonly hold: Hold;
  readonly agent: Agent;
  readonly resolver: Resolver;
  readonly regions: readonly string[];
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { agent, resolver, regions, hold }: Way,
): Promise<void> {
  const onward = await forwarded(request, response, hold);
  const to = ({ port }: Resolved): Promise<Attempt> => attempt(onward, response, { agent, port });
  const first = await resolver.resolve(FAILOVER_NAME);
  const ended = await to(first);
  if (ended === "answered") return;
  // What any client does whose address stopped answering: look the name up again.
  resolver.forget();
  const other = regions.find((region) => region !== first.region);
  if (!other || !mayGoOn(ended, onward)) return refuse(response, ended);
  const last = await to(await resolver.resolve(`${other}.${FAILOVER_NAME}`));
  if (last !== "answered") refuse(response, last);
}

const mayGoOn = (ended: Attempt, { isRepeatable }: Forwarded): boolean => ended === "unsent" || isRepeatable;

const REFUSALS = {
  unsent: [502, "unavailable", "No region answers. Send it again."],
  cut: [
    502,
    "unavailable",
    "The region ended before it answered: this may have been done or not. Look first, then send it again.",
  ],
  crumbs: [400, "bad_request", MANY_PIECES],
} as const;

function refuse(response: ServerResponse, ended: keyof typeof REFUSALS): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const [status, code, message] = REFUSALS[ended];
  const again = status === 502 ? { "retry-after": "1" } : { connection: "close" };
  response
    .writeHead(status, { "content-type": "application/json", ...again })
    .end(JSON.stringify({ message, code }));
}
