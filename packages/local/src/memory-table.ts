import {
  checkTransaction,
  holds,
  isExpired,
  itemBytes,
  keyOfWrite,
  readUnits,
  storable,
  writeUnits,
} from "@faultline/service/item";
import type {
  Clock,
  Condition,
  Item,
  Key,
  Page,
  Query,
  Region,
  Table,
  Write,
  Written,
} from "@faultline/service/ports";
import { memoryFeed } from "./memory-feed.js";
import { type FeedRecord, type ReplicatedTable, type Stamp, wins } from "./replica.js";
import { SortedMap } from "./sorted-map.js";

interface Stored {
  /** Missing after a deletion: the stamp stays, so that an older write arriving late does not bring it back. */
  readonly item?: Item | undefined;
  readonly stamp: Stamp;
}

const PAGE_BYTES_MAX = 1024 * 1024;

/** A table in memory, for tests and simulations, with the feed and the replication of the one on disk. */
export function memoryTable({
  clock,
  region = "us-east-1",
}: {
  clock: Pick<Clock, "now">;
  region?: Region;
}): ReplicatedTable {
  const partitions = new Map<string, SortedMap<Stored>>();
  const used = { read: 0, write: 0 };
  const feed = memoryFeed();

  const stored = ({ pk, sk }: Key): Stored | undefined => partitions.get(pk)?.get(sk);
  const visible = (entry: Stored | undefined): Item | undefined =>
    entry?.item && !isExpired(entry.item, clock.now()) ? entry.item : undefined;

  function store({ pk, sk }: Key, next: Stored, origin: FeedRecord["origin"]): void {
    const partition = partitions.get(pk) ?? new SortedMap<Stored>();
    partitions.set(pk, partition);
    const old = visible(partition.get(sk));
    partition.set(sk, next);
    feed.append({ key: { pk, sk }, old, new: next.item, stamp: next.stamp, origin });
  }

  function apply(write: Write): void {
    const key = keyOfWrite(write);
    const at = Math.max(clock.now(), (stored(key)?.stamp.at ?? 0) + 1);
    store(
      key,
      { item: write.kind === "put" ? storable(write.item) : undefined, stamp: { at, region } },
      "local",
    );
  }

  function run(writes: readonly Write[], factor: number): Written {
    for (const write of writes) {
      const before = visible(stored(keyOfWrite(write)));
      const bytes = Math.max(
        write.kind === "put" ? itemBytes(write.item) : 0,
        before ? itemBytes(before) : 0,
      );
      used.write += factor * writeUnits(bytes);
    }
    if (!writes.every((write) => holds(write.condition, visible(stored(keyOfWrite(write))))))
      return "conflict";
    writes.forEach(apply);
    return "written";
  }

  function page(items: Iterable<Item>, limit: number): Page {
    const taken: Item[] = [];
    let bytes = 0;
    let isFull = false;
    for (const item of items) {
      if (isFull) return finish(taken.at(-1));
      taken.push(item);
      bytes += itemBytes(item);
      isFull = taken.length === limit || bytes > PAGE_BYTES_MAX;
    }
    return finish(undefined);

    function finish(next: Item | undefined): Page {
      used.read += readUnits(bytes);
      return { items: taken, next: next && { pk: next.pk, sk: next.sk } };
    }
  }

  const table: Table = {
    async get(key) {
      const item = visible(stored(key));
      used.read += readUnits(item ? itemBytes(item) : 0);
      return item;
    },
    async getMany(keys) {
      const found = await Promise.all(keys.map((key) => table.get(key)));
      return found.filter((item) => item !== undefined);
    },
    async put(item: Item, condition?: Condition) {
      return run([{ kind: "put", item, condition }], 1);
    },
    async delete(key: Key, condition?: Condition) {
      return run([{ kind: "delete", key, condition }], 1);
    },
    async transact(writes) {
      checkTransaction(writes);
      return run(writes, 2);
    },
    async query(query: Query) {
      const entries = partitions.get(query.pk)?.range(query) ?? [];
      const items = entries.map(visible).filter((item) => item !== undefined);
      return page(items, query.limit ?? Number.POSITIVE_INFINITY);
    },
    async scan(after) {
      const all = [...partitions.keys()].sort().flatMap((pk) => {
        if (after && pk < after.pk) return [];
        return [...(partitions.get(pk)?.range({ after: pk === after?.pk ? after : undefined }) ?? [])];
      });
      return page(
        all.map(visible).filter((item) => item !== undefined),
        1000,
      );
    },
    units: () => ({ ...used }),
  };

  return {
    table,
    feed,
    async apply(writes) {
      for (const { key, item, stamp } of writes) {
        if (wins(stamp, stored(key)?.stamp))
          store(key, { item: item && storable(item), stamp }, "replicated");
      }
    },
  };
}
