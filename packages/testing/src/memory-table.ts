import type {
  Clock,
  Condition,
  Item,
  Key,
  MeteredTable,
  Page,
  Query,
  Region,
  Write,
  Written,
} from "@faultline/service/ports";
import {
  checkTransaction,
  holds,
  isExpired,
  itemBytes,
  keyOfWrite,
  readUnits,
  sized,
  writeUnits,
} from "@faultline/service/table/item";
import { checkKey, checkQuery, distinctKeys } from "@faultline/service/table/key-limits";
import { type FeedRecord, type ReplicatedTable, type Stamp, wins } from "@faultline/service/table/replica";
import { memoryFeed } from "./memory-feed.js";
import { SortedMap } from "./sorted-map.js";

interface Stored {
  /** Missing after a deletion: the stamp stays, so that an older write arriving late does not bring it back. */
  readonly item?: Item | undefined;
  readonly bytes: number;
  readonly stamp: Stamp;
}

type Visible = Stored & { readonly item: Item };

/** Counted once, where an item is written: both tables hold the same one. */
const bytesOf = new WeakMap<Item, number>();

const NOTHING = { item: undefined, bytes: 0 };
const PAGE_BYTES_MAX = 1024 * 1024;

interface MemoryTableOptions {
  readonly clock: Pick<Clock, "now">;
  readonly region?: Region;
  /** False for a table whose changes nobody reads: they would be kept for ever. */
  readonly hasFeed?: boolean;
}

/** A table in memory, for tests and simulations, with the feed and the replication of the one on disk. */
export function memoryTable({
  clock,
  region = "us-east-1",
  hasFeed = true,
}: MemoryTableOptions): ReplicatedTable & { readonly table: MeteredTable } {
  const partitions = new Map<string, SortedMap<Stored>>();
  const used = { read: 0, write: 0 };
  const feed = memoryFeed();

  const stored = ({ pk, sk }: Key): Stored | undefined => partitions.get(pk)?.get(sk);
  const isVisible = (entry: Stored | undefined): entry is Visible =>
    entry?.item !== undefined && !isExpired(entry.item, clock.now());
  const visible = (entry: Stored | undefined): Item | undefined =>
    isVisible(entry) ? entry.item : undefined;

  function store({ pk, sk }: Key, next: Stored, origin: FeedRecord["origin"]): void {
    const partition = partitions.get(pk) ?? new SortedMap<Stored>();
    partitions.set(pk, partition);
    const old = visible(partition.get(sk));
    partition.set(sk, next);
    if (hasFeed) feed.append({ key: { pk, sk }, old, new: next.item, stamp: next.stamp, origin });
  }

  function run(writes: readonly Write[], factor: number): Written {
    let isHeld = true;
    const planned = writes.map((write) => {
      const key = keyOfWrite(write);
      const before = stored(key);
      const next = write.kind === "put" ? sized(write.item) : NOTHING;
      isHeld &&= holds(write.condition, visible(before));
      used.write += factor * writeUnits(Math.max(next.bytes, isVisible(before) ? before.bytes : 0));
      const stamp = { at: Math.max(clock.now(), (before?.stamp.at ?? 0) + 1), region };
      return { key, next: { ...next, stamp } };
    });
    if (!isHeld) return "conflict";
    for (const { key, next } of planned) {
      if (next.item) bytesOf.set(next.item, next.bytes);
      store(key, next, "local");
    }
    return "written";
  }

  /** Everything behind a key, of one partition after the other. */
  function* scanned(after: Key | undefined): Generator<Stored> {
    const names = [...partitions.keys()].filter((pk) => !after || pk >= after.pk).sort();
    for (const pk of names)
      yield* partitions.get(pk)?.range({ after: pk === after?.pk ? after : undefined }) ?? [];
  }

  function page(entries: Iterable<Stored>, limit: number): Page {
    const taken: Item[] = [];
    let bytes = 0;
    let isFull = false;
    for (const entry of entries) {
      if (!isVisible(entry)) continue;
      if (isFull) return finish(taken.at(-1));
      taken.push(entry.item);
      bytes += entry.bytes;
      isFull = taken.length === limit || bytes > PAGE_BYTES_MAX;
    }
    return finish(undefined);

    function finish(next: Item | undefined): Page {
      used.read += readUnits(bytes);
      return { items: taken, next: next && { pk: next.pk, sk: next.sk } };
    }
  }

  const table: MeteredTable = {
    async get(key) {
      checkKey(key);
      const entry = stored(key);
      const isThere = isVisible(entry);
      used.read += readUnits(isThere ? entry.bytes : 0);
      return isThere ? entry.item : undefined;
    },
    async getMany(keys) {
      const found = await Promise.all(distinctKeys(keys).map((key) => table.get(key)));
      return found.filter((item) => item !== undefined);
    },
    async put(item: Item, condition?: Condition) {
      return run([{ kind: "put", item, condition }], 1);
    },
    async delete(key: Key, condition?: Condition) {
      checkKey(key);
      return run([{ kind: "delete", key, condition }], 1);
    },
    async transact(writes) {
      checkTransaction(writes);
      return run(writes, 2);
    },
    async query(query: Query) {
      checkQuery(query);
      return page(partitions.get(query.pk)?.range(query) ?? [], query.limit ?? Number.POSITIVE_INFINITY);
    },
    async scan(after) {
      return page(scanned(after), 1000);
    },
    units: () => ({ ...used }),
  };

  return {
    table,
    feed,
    async apply(writes) {
      for (const { key, item, stamp } of writes) {
        if (wins(stamp, stored(key)?.stamp))
          // Plain since it was written in its region, and never changed in place: both tables may hold the same one.
          store(key, { item, bytes: item ? (bytesOf.get(item) ?? itemBytes(item)) : 0, stamp }, "replicated");
      }
    },
  };
}
