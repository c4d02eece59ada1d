import type { Server, ServerOptions } from "node:http";
import type { Socket } from "node:net";
import { CRUMBS, RequestWithoutCrumbs } from "./crumbs.js";

/** How long clients may take, and how many may be there. */
export interface ConnectionLimits {
  readonly headerMilliseconds: number;
  /** From the first byte of a request to the last of its body. */
  readonly requestMilliseconds: number;
  /** Without a byte in either direction. */
  readonly idleMilliseconds: number;
  /** Of a request's first line and headers: /v0 has messages in its addresses, nine bytes for a character of Japanese. */
  readonly headerBytes: number;
  readonly requestsPerConnection: number;
  readonly perAddress: number;
  readonly inAll: number;
  /** Nobody listens to an address for so long once it sent a body in crumbs. */
  readonly shutOutMilliseconds: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  headerMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  idleMilliseconds: 120_000,
  headerBytes: 96 * 1024,
  requestsPerConnection: 100_000,
  perAddress: 256,
  inAll: 2_000,
  shutOutMilliseconds: 10_000,
};

/** The edge and other proxies of this machine stand for many. */
const OWN_MACHINE = /^(?:::ffff:)?127\.0\.0\.1$|^::1$/;

/** The options of a server with these limits: what Node takes only when a server is made. */
export const limitedServer = (limits: ConnectionLimits): ServerOptions => ({
  headersTimeout: limits.headerMilliseconds,
  requestTimeout: limits.requestMilliseconds,
  maxHeaderSize: limits.headerBytes,
  connectionsCheckingInterval: Math.min(1_000, limits.headerMilliseconds),
  IncomingMessage: RequestWithoutCrumbs,
});

/**
 * Bounds the connections of a server: an address has so many, and when there are too many in all, the oldest of whoever
 * has most is closed. Slow ones are closed by the time-outs of `limitedServer`. Whoever sends a body in crumbs has none for a while.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  const open = new Map<string, Set<Socket>>();
  const shutOut = new Set<string>();
  let inAll = 0;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.setTimeout(limits.idleMilliseconds);
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const own = open.get(address) ?? new Set();
    const isMany = own.size >= limits.perAddress || shutOut.has(address);
    if (isMany && !OWN_MACHINE.test(address)) {
      socket.destroy();
      return;
    }
    open.set(address, own.add(socket));
    socket.once(CRUMBS, () => {
      shutOut.add(address);
      setTimeout(() => shutOut.delete(address), limits.shutOutMilliseconds).unref();
    });
    inAll += 1;
    socket.once("close", () => {
      inAll -= 1;
      own.delete(socket);
      if (own.size === 0) open.delete(address);
    });
    if (inAll > limits.inAll) oldestOfMost(open)?.destroy();
  });
}

function oldestOfMost(open: ReadonlyMap<string, ReadonlySet<Socket>>): Socket | undefined {
  let most: ReadonlySet<Socket> = new Set();
  for (const sockets of open.values()) if (sockets.size > most.size) most = sockets;
  const [oldest] = most;
  return oldest;
}
