import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import { KEY_PREFIX_BYTES } from "@faultline/protocols/key-in-body";
import type { Credential, Protocol, Sieve, WireHead, WireRequest } from "@faultline/protocols/protocol";
import type { Context } from "hono";
import type { Share } from "../ingest/body-memory.js";
import { decode, decodeStart } from "../ingest/decode.js";
import { maySomewhere } from "../people/rights.js";
import type { PeerLog } from "../ports.js";
import type { Authenticate, Scope } from "../projects/authenticate.js";
import type { IncomingBody } from "./body.js";
import { queryOf } from "./request-url.js";
import { type SievedBody, sievedBody } from "./sieved-body.js";

/** What of a request comes before its body. */
export function headOf(c: Context): WireHead {
  return { path: c.req.path, params: c.req.param(), query: queryOf(c.req.url), headers: c.req.raw.headers };
}

/** Who sends, and what his key may do. */
export interface Caller extends Credential {
  /** Of his key: what it is known by from here on. */
  readonly keyHash: string;
  readonly scope: Scope;
}

interface Sent {
  readonly head: WireHead;
  readonly body: IncomingBody;
  readonly log: PeerLog;
}

/**
 * Who sends. Nothing of a body is kept, inflated or parsed before its key is known; where it lies in the body, its beginning is
 * enough. Throws `no_key`, `wrong_key`.
 */
export async function identify(
  authenticate: Authenticate,
  protocol: Protocol,
  { head, body, log }: Sent,
): Promise<Caller> {
  const credential = protocol.credential(head) ?? (await credentialIn(protocol, head, body));
  if (!credential)
    throw new VisibleError(
      "unauthorized",
      "no_key",
      "Send a key: in the header x-api-key, or as your SDK does.",
    );
  const hash = keyHash(credential.key);
  const scope = await authenticate(hash, log);
  if (!scope) throw new VisibleError("forbidden", "wrong_key", "Unknown key; it may have been revoked.");
  if (!maySomewhere(scope, "post"))
    throw new VisibleError(
      "forbidden",
      "not_allowed",
      "This token may not post errors: it takes the scope post.",
    );
  const { key, project, projectNumber } = credential;
  return { key, project, projectNumber, keyHash: hash, scope };
}

async function credentialIn(
  protocol: Protocol,
  head: WireHead,
  body: IncomingBody,
): Promise<Credential | undefined> {
  if (!protocol.credentialIn) return undefined;
  const encoding = head.headers.get("content-encoding") ?? undefined;
  const start = await decodeStart(await body.start(KEY_PREFIX_BYTES), encoding, KEY_PREFIX_BYTES);
  return protocol.credentialIn(start, head);
}

/** Who waits in line, and for what share of the memory. */
interface Reader {
  readonly who: string;
  readonly share: Share;
}

/** The whole request, its body decompressed. `who` waits in line for it. */
export async function requestOf(
  protocol: Protocol,
  head: WireHead,
  body: IncomingBody,
  waiting: Reader,
): Promise<WireRequest> {
  const { share } = waiting;
  const encoding = head.headers.get("content-encoding") ?? undefined;
  const { bytes: decoded, isCut } = await readBody(
    body,
    { encoding, sieve: protocol.sieve?.(head) },
    waiting,
  );
  const { path, params, query, headers } = head;
  const request = { path, params, query, headers, body: decoded, isCut };
  const packed = protocol.packed?.(request);
  if (!packed) return request;
  const unpacked = await decode(packed.body, packed.encoding, waiting);
  share.grow(unpacked.length - decoded.length);
  return { ...request, body: unpacked };
}

interface Told {
  readonly encoding: string | undefined;
  readonly sieve: Sieve | undefined;
}

/** Decompressed; of what is or would become too large, what the wire's sieve lets through. */
async function readBody(body: IncomingBody, { encoding, sieve }: Told, waiting: Reader): Promise<SievedBody> {
  if (!sieve) return { bytes: await decodeWhole(await body.whole(), encoding, waiting), isCut: false };
  const sent = await body.wholeIfShort();
  const whole = sent && (await decodedIfSmall(sent, encoding, waiting));
  if (whole) return { bytes: whole, isCut: false };
  const sieved = await sievedBody(sent ? only(sent) : body.pieces(), { encoding, sieve }, waiting);
  await body.drain();
  return sieved;
}

async function decodeWhole(
  sent: Uint8Array,
  encoding: string | undefined,
  waiting: Reader,
): Promise<Uint8Array> {
  const bytes = await decode(sent, encoding, waiting);
  waiting.share.grow(bytes.length - sent.length);
  return bytes;
}

async function decodedIfSmall(...args: Parameters<typeof decodeWhole>): Promise<Uint8Array | undefined> {
  try {
    return await decodeWhole(...args);
  } catch (error) {
    if (error instanceof VisibleError && error.kind === "too_large") return undefined;
    throw error;
  }
}

async function* only(piece: Uint8Array): AsyncIterable<Uint8Array> {
  yield piece;
}
