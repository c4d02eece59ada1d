import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { VisibleError } from "@faultline/core/visible-error";
import { turns } from "../ingest/turns.js";

export const PASSWORD_CHARS_MIN = 12;
export const PASSWORD_CHARS_MAX = 256;

/** What scrypt is told to spend on each guess. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/**
 * 16 MB and some 150 ms for each guess: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html. They stand
 * in each hash, so that these may be raised.
 */
const COST: PasswordCost = { N: 2 ** 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** What a stored row may ask for. */
const COST_MAX = { N: 2 ** 17, r: 8, p: 8 } as const;
const MEMORY_BYTES_MAX = 256 * 1024 * 1024;

const AT_ONCE = 2;
const WAITING_MAX = 20;
const takeTurn = turns(AT_ONCE);
let waiting = 0;

/** The hash that is kept of a password: `scrypt$N$r$p$salt$key`, the last two in base64url. Throws `busy`. */
export async function hashPassword(password: string, cost: PasswordCost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await stretched(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether it is the password. Without a hash it takes as long, and is not: how long it took says nothing of who there is.
 * Throws `busy`.
 */
export async function isPassword(
  password: string,
  hash: string | undefined,
  costOfNobody: PasswordCost = COST,
): Promise<boolean> {
  const { salt, key, ...cost } = partsOf(hash) ?? { ...NOBODY, ...costOfNobody };
  const found = await stretched(password, salt, cost);
  return hash !== undefined && found.length === key.length && timingSafeEqual(found, key);
}

interface Parts extends PasswordCost {
  readonly salt: Buffer;
  readonly key: Buffer;
}

const NOBODY = { salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(0) };

function partsOf(hash: string | undefined): Parts | undefined {
  const [kind, N, r, p, salt, key] = hash?.split("$") ?? [];
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  if (kind !== "scrypt" || salt === undefined || key === undefined) return undefined;
  if (!(cost.N <= COST_MAX.N && cost.r <= COST_MAX.r && cost.p <= COST_MAX.p)) return undefined;
  return { ...cost, salt: Buffer.from(salt, "base64url"), key: Buffer.from(key, "base64url") };
}

/** Few at once, and few that wait: what strangers send must not take the machine from the errors that come in. */
async function stretched(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  if (waiting >= WAITING_MAX)
    throw new VisibleError("unavailable", "busy", "Many are signing in; try again in a moment.", 5);
  waiting += 1;
  try {
    return await takeTurn("password", () => derived(password.normalize("NFKC"), salt, cost));
  } finally {
    waiting -= 1;
  }
}

const derived = (password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, { ...cost, maxmem: MEMORY_BYTES_MAX }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
