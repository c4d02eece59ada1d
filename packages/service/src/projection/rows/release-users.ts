import type { Accepted } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import * as z from "zod";
import type { Key, Ports } from "../../ports.js";
import { compareAndSwap, untilWritten, versionOf } from "../../table/compare-and-swap.js";
import { inPool } from "../../table/in-pool.js";
import { releaseUsersPartition } from "../../table/layout.js";
import { queryAll } from "../../table/query-all.js";
import { expiryOf, isKeptLong, longAfter } from "../expiry.js";
import { Bytes } from "../series/series.js";
import { releaseMark } from "./release-counts.js";
import { usersAmong } from "./users.js";

/**
 * The users that events of a release happened to: a set, so that it counts exactly whatever arrives twice, and a write for each
 * that is new. A few stand in the release's own row; more in buckets, whose sizes the row has.
 */
const Known = z.object({
  /** Digests of eight bytes, while they all fit here. */
  u: Bytes.optional(),
  /** How many each bucket holds, two bytes for each. */
  k: Bytes.optional(),
});
type Known = z.infer<typeof Known>;

const Row = Known.extend({
  /** Up to when the project was deleted, as far as was known. */
  cut: z.number(),
  x: z.number(),
});

const NOBODY: Known = {};
const DIGEST_BYTES = 8;
const FEW_MAX = 60;
/** The first byte of a digest is its bucket's name. */
const BUCKETS = 256;
/** Twelve million users. Beyond that a release tells no new ones apart. */
const BUCKET_BYTES_MAX = 380 * 1024;
const Bucket = z.object({ d: Bytes, x: z.number() });
const AT_ONCE = 16;

type UserPorts = Pick<Ports, "view" | "clock" | "ids" | "settings">;

interface Arrived {
  readonly release: string;
  readonly group: readonly Accepted[];
  readonly deletedBefore: number;
}

/** Adds the users of a release's events to it. May be given again, in whatever order. */
export async function noteUsers(
  ports: UserPorts,
  project: string,
  { release, group, deletedBefore }: Arrived,
): Promise<void> {
  if (usersAmong(group).size === 0) return;
  const key: Key = { pk: releaseUsersPartition(project), sk: releaseMark(release) };
  await untilWritten(ports, async () => {
    const stored = await ports.view.get(key);
    const before = stored && Row.parse(stored);
    const next = await rowAfter(ports, key, before, { group, deletedBefore });
    if (!next) return "written";
    const ver = versionOf(stored);
    const condition = stored ? ({ kind: "version", is: ver } as const) : ({ kind: "absent" } as const);
    return ports.view.put({ ...key, ...next, ver: ver + 1 }, condition);
  });
}

/** Undefined when the row says all that these events tell. */
async function rowAfter(
  ports: UserPorts,
  key: Key,
  before: z.infer<typeof Row> | undefined,
  { group, deletedBefore }: Omit<Arrived, "release">,
): Promise<z.infer<typeof Row> | undefined> {
  const cut = Math.max(deletedBefore, before?.cut ?? -1);
  const left = group.filter(({ receivedAt }) => receivedAt > cut);
  if (left.length === 0) return undefined;
  // What a deletion took away says nothing of who is left: those come with the events that it left.
  const known = before?.cut === cut ? before : undefined;
  const x = expiryOf(ports, known?.x ?? 0, left);
  // A bucket is written when a user is new in it; one that went would have the next one stand for those of before.
  const buckets = { pk: `${key.pk}#${key.sk}`, cut, x: longAfter(x) };
  const { u, k } = await withUsers(ports, buckets, known ?? NOBODY, [...usersAmong(left)]);
  const isSame = known !== undefined && u === known.u && k === known.k;
  return isSame && isKeptLong(known.x, x) ? undefined : { u, k, cut, x };
}

interface Buckets {
  readonly pk: string;
  readonly cut: number;
  readonly x: number;
}

/** The very same when all are known. */
async function withUsers(
  ports: UserPorts,
  buckets: Buckets,
  known: Known,
  digests: readonly string[],
): Promise<Known> {
  const few = digestsIn(known.u);
  const all = known.k ? digests : [...new Set([...few, ...digests])];
  if (!known.k && all.length === few.length) return known;
  if (!known.k && all.length <= FEW_MAX) return { u: bytesOf(all) };
  const sizes = Buffer.from(known.k ?? Buffer.alloc(2 * BUCKETS));
  let isNew = !known.k;
  const byBucket = groupBy(all, (digest) => digest.slice(0, 2));
  const stored = await ports.view.getMany([...byBucket.keys()].map((name) => bucketKey(buckets, name)));
  const there = new Map(stored.map((item) => [item.sk, Bucket.parse(item)]));
  await inPool(
    AT_ONCE,
    [...byBucket].map(([name, own]) => async () => {
      const size = await bucketSize(ports, buckets, there.get(bucketKey(buckets, name).sk), own);
      const place = 2 * Number.parseInt(name, 16);
      // A set only grows: another fold may have put more into it by now.
      if (size <= sizes.readUInt16BE(place)) return;
      sizes.writeUInt16BE(size, place);
      isNew = true;
    }),
  );
  return isNew ? { k: sizes } : known;
}

const bucketKey = ({ pk, cut }: Buckets, name: string): Key => ({ pk, sk: `${cut}#${name}` });

/** How many a bucket has with these, which are written if it has them not. */
async function bucketSize(
  ports: UserPorts,
  buckets: Buckets,
  there: z.infer<typeof Bucket> | undefined,
  digests: readonly string[],
): Promise<number> {
  const among = (bucket: z.infer<typeof Bucket> | undefined): z.infer<typeof Bucket> | undefined => {
    const known = digestsIn(bucket?.d);
    const all = new Set([...known, ...digests]);
    if (all.size === known.length) return undefined;
    if (all.size * DIGEST_BYTES > BUCKET_BYTES_MAX) return undefined;
    return { d: bytesOf([...all]), x: buckets.x };
  };
  if (there && !among(there)) return there.d.length / DIGEST_BYTES;
  const key = bucketKey(buckets, digests[0]?.slice(0, 2) ?? "");
  const after = await compareAndSwap(ports, ports.view, { key, schema: Bucket }, among);
  return (after?.d.length ?? 0) / DIGEST_BYTES;
}

const bytesOf = (digests: readonly string[]): Uint8Array => Buffer.from(digests.join(""), "hex");

function digestsIn(bytes: Uint8Array | undefined): readonly string[] {
  return bytes ? (Buffer.from(bytes).toString("hex").match(/.{16}/g) ?? []) : [];
}

/** How many users the events of each of a project's releases happened to, by the release's mark. */
export async function releaseUsers(
  ports: Pick<Ports, "view">,
  project: string,
  deletedBefore: number,
): Promise<ReadonlyMap<string, number>> {
  const users = new Map<string, number>();
  for await (const item of queryAll(ports.view, { pk: releaseUsersPartition(project) })) {
    const { cut, ...known } = Row.parse(item);
    if (cut >= deletedBefore) users.set(item.sk, sizeOf(known));
  }
  return users;
}

function sizeOf({ u, k }: Known): number {
  if (!k) return (u?.length ?? 0) / DIGEST_BYTES;
  const sizes = Buffer.from(k);
  return Array.from({ length: BUCKETS }, (_, bucket) => sizes.readUInt16BE(2 * bucket)).reduce(
    (sum, size) => sum + size,
    0,
  );
}
