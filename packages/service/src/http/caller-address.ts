import { IncomingMessage } from "node:http";
import type { Context } from "hono";

const OWN_MACHINE = /^(?:::ffff:)?127\.0\.0\.1$|^::1$/;

/**
 * Whom a request comes from: the address of its connection, or what the last proxy in front says where that is our own
 * edge, another one on this machine, or API Gateway. Of IPv6 the network, since a whole one belongs to each client.
 */
export function callerAddress(c: Context): string {
  const peer = peerOf(c.env);
  const isProxied = peer === undefined || OWN_MACHINE.test(peer);
  const forwarded = isProxied ? lastOf(c.req.header("x-forwarded-for")) : undefined;
  return networkOf(forwarded ?? peer ?? "unknown");
}

/** What Node's server hands on of a connection; on Lambda there is none. */
function peerOf(env: unknown): string | undefined {
  const incoming: unknown =
    typeof env === "object" && env !== null ? Reflect.get(env, "incoming") : undefined;
  return incoming instanceof IncomingMessage ? incoming.socket.remoteAddress : undefined;
}

/** What stands before it a client may have written. Of two proxies on this machine, the outer one saw the client. */
const lastOf = (forwarded: string | undefined): string | undefined =>
  forwarded
    ?.split(",")
    .map((address) => address.trim())
    .findLast((address) => address !== "" && !OWN_MACHINE.test(address));

const NETWORK_GROUPS = 4;

function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/, "").slice(0, 64);
  return bare.includes(":") ? bare.split(":").slice(0, NETWORK_GROUPS).join(":") : bare;
}
