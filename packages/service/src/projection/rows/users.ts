import type { Accepted, Event } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import { userDigest } from "@faultline/core/id";
import * as z from "zod";
import type { Item, Key, Ports, Write } from "../../ports.js";
import { memoize } from "../../table/memoize.js";
import { queryAll } from "../../table/query-all.js";
import { isKeptLong } from "../expiry.js";
import { rowPrefix } from "../series/page.js";
import { Bytes } from "../series/series.js";

/**
 * The set of users an issue has met: the first few in its row, all of them in sixteen buckets once they
 * are more. A set, so that it counts exactly whatever arrives twice.
 */
export const Users = z.object({
  count: z.number(),
  /** Digests in hex, while they all fit here. */
  few: z.array(z.string()).optional(),
});
export type Users = z.infer<typeof Users>;

export const NO_USERS: Users = { count: 0, few: [] };

const FEW_MAX = 20;
const BUCKET_BYTES_MAX = 380 * 1024;
const Bucket = z.object({ d: Bytes, x: z.number().default(0) });

interface WithUsers {
  readonly users: Users;
  readonly writes: Write[];
  /** Those that were not among them. */
  readonly fresh: ReadonlySet<string>;
}

const NOBODY: ReadonlySet<string> = new Set();

/** The users of before and those of these events, with the bucket rows that change. */
export async function addUsers(
  ports: Pick<Ports, "view">,
  series: { pk: string; gen: number; expiresAt: number },
  before: Users,
  events: readonly Accepted[],
): Promise<WithUsers> {
  const fresh = [...usersAmong(events)].filter((digest) => !before.few?.includes(digest));
  if (fresh.length === 0) return { users: before, writes: [], fresh: NOBODY };
  if (before.few && before.few.length + fresh.length <= FEW_MAX) {
    const few = [...before.few, ...fresh];
    return { users: { count: few.length, few }, writes: [], fresh: new Set(fresh) };
  }
  return addToBuckets(ports, series, before, fresh);
}

async function addToBuckets(
  ports: Pick<Ports, "view">,
  { pk, gen, expiresAt }: { pk: string; gen: number; expiresAt: number },
  before: Users,
  fresh: readonly string[],
): Promise<WithUsers> {
  const moving = before.few ?? [];
  const byBucket = groupBy([...moving, ...fresh], (digest) => digest.slice(0, 1));
  const keys = [...byBucket.keys()].map((bucket) => bucketKey(pk, gen, bucket));
  const stored = new Map((await ports.view.getMany(keys)).map((item) => [item.sk, item]));
  let added = 0;
  const met = new Set<string>();
  const writes: Write[] = [];
  for (const [name, digests] of byBucket) {
    const key = bucketKey(pk, gen, name);
    const bucket = bucketIn(stored.get(key.sk));
    const known = members(bucket);
    const missing = digests.filter((digest) => !known.has(digest));
    // It may not go while its users go on coming.
    if (missing.length === 0 && isKeptLong(bucket?.x, expiresAt)) continue;
    const d = Buffer.from([...known, ...missing].join(""), "hex");
    // Beyond some three quarters of a million users an issue stops telling new ones apart.
    if (d.length > BUCKET_BYTES_MAX) continue;
    added += missing.length;
    for (const digest of missing) if (!moving.includes(digest)) met.add(digest);
    writes.push({ kind: "put", item: { ...key, d, x: expiresAt } });
  }
  return { users: { count: before.count - moving.length + added }, writes, fresh: met };
}

/** The first hexadecimal digits of users: what their buckets are called. */
export const BUCKETS: readonly string[] = [..."0123456789abcdef"];

/** Those users of a set that are in a bucket of this name. */
export async function usersIn(
  ports: Pick<Ports, "view">,
  { pk, gen }: { readonly pk: string; readonly gen: number },
  { few }: Users,
  bucket: string,
): Promise<Iterable<string>> {
  if (few) return few.filter((digest) => digest.startsWith(bucket));
  return members(bucketIn(await ports.view.get(bucketKey(pk, gen, bucket))));
}

/** Puts the buckets of one generation beside those of another. */
export async function copyUsers(
  view: Ports["view"],
  { pk, from, to }: { readonly pk: string; readonly from: number; readonly to: number },
): Promise<void> {
  const prefix = rowPrefix("U", from);
  for await (const item of queryAll(view, { pk, from: prefix, to: `${prefix}~` }))
    await view.put({ ...item, ...bucketKey(pk, to, item.sk.slice(prefix.length)) });
}

const bucketKey = (pk: string, gen: number, bucket: string): Key => ({
  pk,
  sk: rowPrefix("U", gen) + bucket,
});

const bucketIn = (item: Item | undefined): z.infer<typeof Bucket> | undefined => item && readBucket(item);

const readBucket = memoize((item: Item) => Bucket.parse(item));

const members = (bucket: z.infer<typeof Bucket> | undefined): ReadonlySet<string> =>
  bucket ? membersIn(bucket.d) : NOBODY;

const membersIn = memoize((bytes: Uint8Array): ReadonlySet<string> => {
  const hex = Buffer.from(bytes).toString("hex");
  return new Set(hex.match(/.{16}/g) ?? []);
});

/** The users that events happened to. */
export const usersAmong = (events: readonly Accepted[]): ReadonlySet<string> =>
  new Set(events.map(({ event }) => userIn(event)).filter((user) => user !== undefined));

/** Stands for the user an event happened to; undefined when it does not say. */
export const userIn = ({ user }: Pick<Event, "user">): string | undefined => user && userDigest(user);
