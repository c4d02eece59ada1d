import { invariant } from "@faultline/core/invariant";
import * as z from "zod";
import type { HttpRequestSpec, Ports } from "../ports.js";
import { makeToken, readToken } from "../projects/signed-token.js";
import { Cache } from "../table/cache.js";
import type { ProviderSettings } from "./provider-settings.js";

const OPEN_MILLISECONDS = 10 * 60_000;
const SEARCH_SECONDS = 3600;
/** Lists of keys and of what a provider can do are longer than what destinations answer. */
const ANSWER_BYTES_MAX = 512 * 1024;

/** What is to be remembered between leaving for the provider and coming back; it travels with the browser, encrypted. */
const Flow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where one wanted to go. */
  to: z.string(),
  until: z.number(),
});

/** Of whom the provider says that it knows them. */
const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.unknown().optional(),
  /** Microsoft's: whether the owner of the address's domain is verified. */
  xms_edov: z.unknown().optional(),
});

/** Somebody as the provider knows them. */
export interface Known {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
  /** In lower case; undefined unless the provider has verified it. */
  readonly email: string | undefined;
}

interface Provider {
  /** Where to send the browser, and what it has to bring back. */
  begin(callback: string, to: string): Promise<{ url: string; flow: string }>;
  /** Who came back, to where they wanted to go. Undefined when the browser brought nothing of ours. Throws what the provider refuses. */
  finish(callback: string, search: string, flow: string): Promise<{ known: Known; to: string } | undefined>;
}

/** A provider of OpenID Connect: code flow with PKCE, state and nonce. All that is asked of it goes the one way out. */
export function provider(
  { send, clock, settings }: Pick<Ports, "send" | "clock" | "settings">,
  { issuer, clientId, clientSecret }: ProviderSettings,
): Provider {
  const found = new Cache<Awaited<ReturnType<typeof discover>>>(clock, SEARCH_SECONDS);
  const discover = async () => {
    const library = await import("openid-client");
    const isInsecure = new URL(issuer).protocol === "http:";
    return library.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      [library.customFetch]: fetchBy(send),
      execute: isInsecure ? [library.allowInsecureRequests] : [],
    });
  };
  return {
    async begin(callback, to) {
      const library = await import("openid-client");
      const config = await found.get(issuer, discover);
      const verifier = library.randomPKCECodeVerifier();
      const flow = { state: library.randomState(), nonce: library.randomNonce(), verifier, to };
      const url = library.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: "openid email profile",
        code_challenge: await library.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        state: flow.state,
        nonce: flow.nonce,
      });
      const until = clock.now() + OPEN_MILLISECONDS;
      return { url: url.href, flow: await makeToken(settings, "provider", { ...flow, until }) };
    },
    async finish(callback, search, token) {
      const flow = Flow.safeParse(await readToken(settings, "provider", token)).data;
      if (!flow || flow.until <= clock.now()) return undefined;
      const library = await import("openid-client");
      const config = await found.get(issuer, discover);
      const tokens = await library.authorizationCodeGrant(config, new URL(callback + search), {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
      });
      return { known: knownOf(Claims.parse(tokens.claims())), to: flow.to };
    },
  };
}

const MICROSOFT = /^https:\/\/login\.microsoftonline\.com\//;

function knownOf({ iss, sub, name, email, email_verified, xms_edov }: z.infer<typeof Claims>): Known {
  const isVerified = email_verified === true || (MICROSOFT.test(iss) && isSaid(xms_edov));
  return { issuer: iss, subject: sub, name, email: isVerified ? email?.trim().toLowerCase() : undefined };
}

const isSaid = (value: unknown): boolean => value === true || value === 1 || value === "1";

/** The library's way to fetch, by ours: it follows nothing, and reaches only hosts that are allowed. */
const fetchBy =
  (send: Ports["send"]) =>
  async (
    url: string,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: unknown },
  ): Promise<Response> => {
    invariant(method === "GET" || method === "POST", "a provider is read, or asked for tokens");
    const spec: HttpRequestSpec = {
      method,
      url,
      headers,
      body: body === undefined || body === null ? undefined : String(body),
      answerBytesMax: ANSWER_BYTES_MAX,
    };
    const sent = await send(spec);
    if (sent.kind !== "answered") throw new Error(`the provider was not reached: ${sent.reason}`);
    const { status, headers: answered, body: text } = sent.answer;
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : text, { status, headers: withoutEncoding(answered) });
  };

/** The text is as long as it is; what came over the wire is over. */
function withoutEncoding(headers: Readonly<Record<string, string>>): Headers {
  const kept = new Headers(headers);
  for (const name of ["content-length", "transfer-encoding", "connection"]) kept.delete(name);
  return kept;
}
