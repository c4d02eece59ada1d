import { timingSafeEqual } from "node:crypto";
import { keyHash } from "@faultline/core/id";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { type Item, LAST_WRITE_WINS, type Ports, type Reads } from "../ports.js";
import { revokedTokenKey, tokenKey, tokensPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { lastUses } from "./last-uses.js";
import { RIGHTS } from "./rights.js";

const TOKENS_MAX = 1000;
const ID_CHARS = 24;
const HINT_CHARS = 4;
/** One that has expired is listed so much longer; that it was revoked is remembered beyond that. */
const LISTED_SECONDS = 7 * 86_400;
const REMEMBERED_SECONDS = 30 * 86_400;

/** A token as it is kept: never itself. Times are milliseconds since 1970. */
const Token = z.object({
  id: z.string(),
  /** Of the token. */
  hash: z.string(),
  name: z.string(),
  /** A later version may know more of them. */
  scopes: z.array(z.string()).transform((names) => RIGHTS.filter((right) => names.includes(right))),
  /** The one project it is for; all of them when left out. */
  project: z.string().optional(),
  hint: z.string(),
  createdAt: z.number(),
  createdBy: z.string(),
  expiresAt: z.number().optional(),
});
export type Token = z.infer<typeof Token>;

export type ListedToken = Token & { readonly usedAt?: number | undefined };

type NewToken = Pick<Token, "name" | "scopes" | "project" | "expiresAt" | "createdBy">;

/** A new token, told this once; only its hash is stored. Throws `too_many_tokens`. */
export async function createToken(
  ports: Pick<Ports, "log" | "clock" | "ids">,
  wanted: NewToken,
): Promise<{ id: string; token: string }> {
  await refuseTooMany(ports);
  const token = ports.ids.secret();
  const hash = keyHash(token);
  const id = tokenId(hash);
  const hint = token.slice(-HINT_CHARS);
  const row = { ...tokenKey(id), ...wanted, id, hash, hint, createdAt: ports.clock.now() };
  await ports.log.put({ ...row, x: secondsAfter(wanted.expiresAt, LISTED_SECONDS) }, { kind: "absent" });
  return { id, token };
}

/** Every token that was not revoked, oldest first, with when it was used last. */
export async function listTokens(ports: Pick<Ports, "log" | "regions">): Promise<readonly ListedToken[]> {
  const tokens = await aliveTokens(ports);
  const uses = await lastUses(ports, tokens);
  return tokens.map((token) => ({ ...token, usedAt: uses.get(token.id) }));
}

/** The token that was not revoked, expired or not. Throws `token_not_found`. */
export async function requireToken({ log }: Pick<Ports, "log">, id: string): Promise<Token> {
  const token = await aliveToken(log, id);
  if (token) return token;
  throw new VisibleError(
    "not_found",
    "token_not_found",
    "There is no such token; it may be revoked already.",
  );
}

/**
 * Ends a token. That it was revoked is a row of its own: whatever the clocks of two regions say, no write brings the token
 * back.
 */
export async function revokeToken(
  ports: Pick<Ports, "log" | "clock">,
  { id, expiresAt }: Token,
): Promise<void> {
  const revoked = {
    ...revokedTokenKey(id),
    at: ports.clock.now(),
    x: secondsAfter(expiresAt, REMEMBERED_SECONDS),
  };
  await ports.log.transact([
    { kind: "put", item: revoked, condition: LAST_WRITE_WINS },
    { kind: "delete", key: tokenKey(id), condition: LAST_WRITE_WINS },
  ]);
}

/** The token with this hash; undefined when there is none or it was revoked. */
export async function tokenOfHash(log: Pick<Reads, "get">, hash: string): Promise<Token | undefined> {
  const token = await aliveToken(log, tokenId(hash));
  return token && timingSafeEqual(Buffer.from(token.hash), Buffer.from(hash)) ? token : undefined;
}

/** Follows from the hash, so that a token is found by one look. */
const tokenId = (hash: string): string => `tok_${hash.slice(0, ID_CHARS)}`;

async function aliveToken(log: Pick<Reads, "get">, id: string): Promise<Token | undefined> {
  const row = await log.get(tokenKey(id));
  if (!row) return undefined;
  return (await log.get(revokedTokenKey(id))) ? undefined : Token.parse(row);
}

async function aliveTokens({ log }: Pick<Ports, "log">): Promise<Token[]> {
  const rows: Item[] = await collect(queryAll(log, { pk: tokensPartition }));
  const marks = await log.getMany(rows.map(({ sk }) => revokedTokenKey(sk)));
  const revoked = new Set(marks.map(({ sk }) => sk));
  return rows
    .filter(({ sk }) => !revoked.has(sk))
    .map((row) => Token.parse(row))
    .sort((a, b) => a.createdAt - b.createdAt);
}

async function refuseTooMany(ports: Pick<Ports, "log">): Promise<void> {
  if ((await aliveTokens(ports)).length < TOKENS_MAX) return;
  throw new VisibleError(
    "conflict",
    "too_many_tokens",
    `There are ${TOKENS_MAX} tokens; revoke some that nobody uses.`,
  );
}

const secondsAfter = (milliseconds: number | undefined, seconds: number): number | undefined =>
  milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1000) + seconds;
