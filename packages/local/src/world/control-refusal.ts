import type { IncomingMessage } from "node:http";
import { keyHash } from "@faultline/core/id";
import * as z from "zod";
import type { Supervised } from "./supervisor.js";

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;
/** Names a page elsewhere cannot make a browser send here. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
/** What proxies add. Behind one, a connection from this machine may be anybody's. */
const PROXIED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
const Session = z.object({ signedIn: z.boolean() });
const LOOK_MILLISECONDS = 2_000;

/** Why a request may not control this machine's world; undefined when it may. */
export async function controlRefusal(
  request: IncomingMessage,
  masterKeyHash: string,
  regions: readonly Pick<Supervised, "url" | "isRunning">[],
): Promise<string | undefined> {
  const { headers, socket } = request;
  const isHere = LOOPBACK.test(socket.remoteAddress ?? "") && OWN_HOST.test(headers.host ?? "");
  if (!isHere || PROXIED.some((name) => headers[name] !== undefined)) return "only from this machine itself";
  if (isForeignPage(headers)) return "only from our own pages";
  const key = headers["x-api-key"] ?? /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const isAllowed =
    key === undefined ? await isSignedIn(headers.cookie, regions) : keyHash(String(key)) === masterKeyHash;
  return isAllowed ? undefined : "send the master key in the header x-api-key, or sign in";
}

/** A page of another port of this machine is another's, too. */
function isForeignPage({ origin, host, ...headers }: IncomingMessage["headers"]): boolean {
  const site = headers["sec-fetch-site"] ?? "none";
  if (site !== "same-origin" && site !== "none") return true;
  return origin !== undefined && origin !== `http://${host}`;
}

/** A region knows whose session it is and whether it was ended; while none runs, only the key helps. */
async function isSignedIn(
  cookie: string | undefined,
  regions: readonly Pick<Supervised, "url" | "isRunning">[],
): Promise<boolean> {
  if (cookie === undefined) return false;
  for (const { url } of regions.filter((region) => region.isRunning())) {
    const session = await sessionAt(url, cookie);
    if (session) return session.signedIn;
  }
  return false;
}

/** What a region says; undefined from one that does not, or that ends while it does. */
async function sessionAt(url: string, cookie: string): Promise<z.infer<typeof Session> | undefined> {
  const signal = AbortSignal.timeout(LOOK_MILLISECONDS);
  try {
    const answer = await fetch(`${url}/v1/session`, { headers: { cookie }, signal });
    return answer.ok ? Session.parse(await answer.json()) : undefined;
  } catch {
    return undefined;
  }
}
