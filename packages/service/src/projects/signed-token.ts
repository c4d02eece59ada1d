import { createHmac, scrypt } from "node:crypto";
import { parsedJson } from "@faultline/core/parsed-json";
import { decryptWith, encryptWith } from "../aes-gcm.js";
import type { Settings } from "../ports.js";

/** What a token is for. One made for another purpose is no token. */
type TokenPurpose = "session" | "person's session" | "passkey" | "provider" | "shared link";

const TOKEN_CHARS_MAX = 2000;
/** Whoever holds a token may try master keys against it: 16 MB and some 30 ms for each. */
const STRETCHING = { N: 2 ** 14, r: 8, p: 1 } as const;

type KeySettings = Pick<Settings, "masterKeyHash">;

/**
 * The content as text for a cookie or a link, that only this deployment makes and reads (AES-256-GCM), for one purpose.
 * Its key follows from the master key: garbage costs no call of a key service, and a changed master key ends all tokens.
 */
export async function makeToken(
  settings: KeySettings,
  purpose: TokenPurpose,
  content: object,
): Promise<string> {
  const plain = Buffer.from(JSON.stringify(content));
  return encryptWith(await tokenKey(settings, purpose), plain).toString("base64url");
}

/** What the token holds; undefined for anything that was not made here for this purpose. */
export async function readToken(
  settings: KeySettings,
  purpose: TokenPurpose,
  token: string,
): Promise<unknown> {
  if (token.length > TOKEN_CHARS_MAX || !/^[\w-]+$/.test(token)) return undefined;
  const plain = decryptWith(await tokenKey(settings, purpose), Buffer.from(token, "base64url"));
  return plain && parsedJson(plain.toString());
}

async function tokenKey(settings: KeySettings, purpose: TokenPurpose): Promise<Uint8Array> {
  return createHmac("sha256", await rootKey(settings))
    .update(purpose)
    .digest();
}

const roots = new Map<string, Promise<Buffer>>();

/** The stretched key, made once in a process: on AWS, where nobody signs in, never. */
function rootKey({ masterKeyHash }: KeySettings): Promise<Buffer> {
  const known = roots.get(masterKeyHash) ?? stretched(masterKeyHash);
  roots.set(masterKeyHash, known);
  return known;
}

const stretched = (secret: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(secret, "faultline tokens", 32, STRETCHING, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
