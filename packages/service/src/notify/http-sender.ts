import { lookup as systemLookup } from "node:dns";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import type { HttpRequestSpec } from "@faultline/destinations/request";
import type { Send, Sent } from "../ports.js";
import { allowedHosts, hostReason, isAllowedAddress } from "./allowed-hosts.js";

const TIMEOUT_MILLISECONDS = 5000;
const ANSWER_BYTES_MAX = 64 * 1024;

/** How names become addresses; the system's own unless a test says otherwise. */
export type Resolve = (
  host: string,
  done: (
    error: Error | null,
    addresses: readonly { readonly address: string; readonly family: number }[],
  ) => void,
) => void;

/** What tests put in place of the network's own ways. */
interface Surroundings {
  readonly resolve?: Resolve;
  readonly timeoutMilliseconds?: number;
}

const systemResolve: Resolve = (host, done) => systemLookup(host, { all: true }, done);

/**
 * The one way out of Faultline. Only to hosts that are allowed, only to public addresses unless they are named
 * themselves, judged on the address that is then connected to; no redirects, five seconds, 64 KB of answer unless the request says more.
 * `named`: the operator's own list, `host[:port]`, comma-separated.
 */
export function deliver(
  named: string,
  { resolve = systemResolve, timeoutMilliseconds = TIMEOUT_MILLISECONDS }: Surroundings = {},
): Send {
  const allowed = allowedHosts(named);

  /** Judges the very addresses the socket is about to use: a name cannot change its mind in between. */
  const guardedLookup: LookupFunction = (host, options, done) => {
    resolve(host, (error, addresses) => {
      if (error) return done(error, "", 0);
      const bad = addresses.find(({ address }) => !isAllowedAddress(allowed, host, address));
      const [first] = addresses;
      if (bad || !first)
        return done(
          new Forbidden(`${host} leads to ${bad?.address ?? "nowhere"}, which is not public`),
          "",
          0,
        );
      // Node asks for all of them, or for one.
      if (options.all) return done(null, [...addresses]);
      done(null, first.address, first.family);
    });
  };

  return async (described) => {
    const url = URL.canParse(described.url) ? new URL(described.url) : undefined;
    if (!url) return { kind: "forbidden", reason: "not an address" };
    const reason = hostReason(allowed, url) ?? literalReason(url);
    return reason
      ? { kind: "forbidden", reason }
      : ask(url, described, { lookup: guardedLookup, timeoutMilliseconds });
  };

  function literalReason({ hostname }: URL): string | undefined {
    const bare = hostname.replace(/^\[|\]$/g, "");
    const isBad = isIP(bare) !== 0 && !isAllowedAddress(allowed, bare, bare);
    return isBad ? `${bare} is not a public address` : undefined;
  }
}

class Forbidden extends Error {
  override readonly name = "Forbidden";
}

function ask(
  url: URL,
  { method, headers, body, answerBytesMax = ANSWER_BYTES_MAX }: HttpRequestSpec,
  { lookup, timeoutMilliseconds }: { lookup: LookupFunction; timeoutMilliseconds: number },
): Promise<Sent> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const options = { method, headers: { ...headers, ...lengthOf(body) }, lookup, signal, agent: false };
    const asking: ClientRequest = send(url, options, (response) => {
      readBounded(response, answerBytesMax).then(
        (text) =>
          resolve({
            kind: "answered",
            answer: { status: response.statusCode ?? 0, headers: flat(response), body: text },
          }),
        (error: unknown) => resolve(unreachable(error, signal)),
      );
    });
    asking.on("error", (error) => {
      resolve(
        error instanceof Forbidden
          ? { kind: "forbidden", reason: error.message }
          : unreachable(error, signal),
      );
    });
    asking.end(body);
  });
}

const lengthOf = (body: string | undefined) =>
  body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };

async function readBounded(response: IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const buffer = Buffer.from(chunk);
    chunks.push(buffer.subarray(0, bytesMax - bytes));
    bytes += buffer.length;
    // Leaving the loop closes the connection; what came so far is enough to know how it went.
    if (bytes >= bytesMax) break;
  }
  return Buffer.concat(chunks).toString();
}

const flat = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]));

function unreachable(error: unknown, signal: AbortSignal): Sent {
  if (signal.aborted) return { kind: "unreachable", reason: "did not answer in time" };
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return { kind: "unreachable", reason: `could not be reached: ${code}` };
}
