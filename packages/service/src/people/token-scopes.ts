import { type Ports, type Reads, Unavailable } from "../ports.js";
import type { TokenScope } from "../projects/authenticate.js";
import { Cache } from "../table/cache.js";
import { noteUses } from "./last-uses.js";
import { type Token, tokenOfHash } from "./tokens.js";

/** With the replication, a revoked token is known in both regions well within a minute. */
const CACHE_SECONDS = 20;
const TRUSTED_MILLISECONDS = 60_000;

interface Looked {
  readonly token: Token | undefined;
  readonly at: number;
}

type TokenScopes = (hash: string, log: Pick<Reads, "get">) => Promise<TokenScope | undefined>;

/**
 * What tokens may do, by their hash. While no table answers, one that was read more than a minute ago may post, so that no
 * error is lost, and nothing else: it may have been revoked since.
 */
export function tokenScopes(ports: Pick<Ports, "log" | "region" | "clock" | "settings">): TokenScopes {
  const { clock, settings } = ports;
  const known = new Cache<Looked>(clock, Math.min(settings.cacheSeconds, CACHE_SECONDS));
  const noteUse = noteUses(ports);
  return async (hash, log) => {
    const look = async () => ({ token: await tokenOfHash(log, hash), at: clock.now() });
    const { token, at } = await known.get(hash, look);
    const now = clock.now();
    if (!token || (token.expiresAt !== undefined && token.expiresAt <= now)) return undefined;
    const isTrusted = now - at <= TRUSTED_MILLISECONDS;
    const scopes = isTrusted ? token.scopes : token.scopes.filter((scope) => scope === "post");
    if (!isTrusted && scopes.length === 0)
      throw new Unavailable("whether the token was revoked is not known");
    noteUse(token.id);
    return { ...token, kind: "token", scopes };
  };
}
