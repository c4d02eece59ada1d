import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt } from "node:crypto";
import type { Settings } from "../ports.js";

/** What a token is for. One made for another purpose is no token. */
type TokenPurpose = "session" | "shared link";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
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
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", await tokenKey(settings, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** What the token holds; undefined for anything that was not made here for this purpose. */
export async function readToken(
  settings: KeySettings,
  purpose: TokenPurpose,
  token: string,
): Promise<unknown> {
  if (token.length > TOKEN_CHARS_MAX || !/^[\w-]+$/.test(token)) return undefined;
  const bytes = Buffer.from(token, "base64url");
  const tagEnd = NONCE_BYTES + TAG_BYTES;
  if (bytes.length <= tagEnd) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", await tokenKey(settings, purpose), nonce);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, tagEnd));
  try {
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString());
  } catch {
    // The tag does not fit: another key or purpose made it, or somebody changed it.
    return undefined;
  }
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
