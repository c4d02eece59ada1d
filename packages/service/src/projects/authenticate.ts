import { timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { forRequest } from "../ingest/deadline.js";
import { selfKeyProject } from "../monitoring/self-key.js";
import type { Right, Role } from "../people/rights.js";
import { tokenScopes } from "../people/token-scopes.js";
import type { Ports, Reads } from "../ports.js";
import { Cache } from "../table/cache.js";
import { apiKeyKey } from "../table/layout.js";

/** Where keys are looked up. */
type KeyPorts = Pick<Ports, "log" | "peerLog" | "spool" | "region" | "clock" | "settings">;

/**
 * What a key may do. Master: everything but posting to a built-in project. Client: post errors anywhere else. Project: post
 * errors to its project. Internal, which only regions have: post errors to that built-in project. Token: what it names, in its
 * project or in all; to a built-in one it does not post either. Person: who is signed in, and what their role may.
 */
export type Scope =
  | { readonly kind: "master" }
  | { readonly kind: "client" }
  | { readonly kind: "project"; readonly project: string; readonly keyId: string }
  | { readonly kind: "internal"; readonly project: string }
  | TokenScope
  | PersonScope;

export interface TokenScope {
  readonly kind: "token";
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Right[];
  /** The one project it is for; all of them when left out. */
  readonly project?: string | undefined;
  readonly expiresAt?: number | undefined;
}

export interface PersonScope {
  readonly kind: "person";
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Those they see; all of them when left out. */
  readonly projects?: readonly string[] | undefined;
}

/** By the hash of a key. `log`: where a request whose deadline has begun looks it up. */
export type Authenticate = (hash: string, log?: Pick<Reads, "get">) => Promise<Scope | undefined>;

const KeyRow = z.object({ project: z.string(), id: z.string() });

/** Tells what a key may do; undefined for one we do not know. Keys are compared and remembered by their hash. */
export function authenticator(ports: KeyPorts): Authenticate {
  const { settings, clock } = ports;
  const known = new Cache<Scope | undefined>(clock, settings.cacheSeconds);
  const tokens = tokenScopes(ports);
  return async (hash, log = forRequest(ports).lookups) => {
    if (isSame(hash, settings.masterKeyHash)) return { kind: "master" };
    if (settings.clientKeyHashes.some((one) => isSame(hash, one))) return { kind: "client" };
    const ofKey = await known.get(hash, () => projectScope({ settings, log }, hash));
    return ofKey ?? tokens(hash, log);
  };
}

const isSame = (hash: string, other: string): boolean =>
  hash.length === other.length && timingSafeEqual(Buffer.from(hash), Buffer.from(other));

async function projectScope(
  { settings, log }: Pick<Ports, "settings"> & { readonly log: Pick<Reads, "get"> },
  hash: string,
): Promise<Scope | undefined> {
  const own = selfKeyProject(settings, hash);
  if (own !== undefined) return { kind: "internal", project: own };
  const item = await log.get(apiKeyKey(hash));
  if (!item) return undefined;
  const { project, id: keyId } = KeyRow.parse(item);
  return { kind: "project", project, keyId };
}
