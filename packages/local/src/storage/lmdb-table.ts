import type {
  Clock,
  Condition,
  Item,
  Key,
  Page,
  Query,
  Region,
  ViewTable,
  Write,
  Written,
} from "@faultline/service/ports";
import {
  checkTransaction,
  holds,
  isExpired,
  itemBytes,
  keyOfWrite,
  storable,
} from "@faultline/service/table/item";
import { checkKey, checkQuery, distinctKeys } from "@faultline/service/table/key-limits";
import { type FeedRecord, type Replicated, type Stamp, wins } from "@faultline/service/table/replica";
import type { Database } from "lmdb";
import type { Disk } from "./disk.js";
import type { WritableFeed } from "./lmdb-feed.js";
import type { RowCache } from "./row-cache.js";

/** What lies under a key. Without `item` it was deleted; the stamp stays so that an older write does not bring it back. */
export interface Kept {
  readonly item?: Item | undefined;
  readonly stamp: Stamp;
}

type Rows = Database<Kept, [string, string]>;

interface Setting {
  readonly region: Region;
  readonly clock: Pick<Clock, "now">;
  readonly disk: Disk;
  /** Replicated tables have one; a view has not. */
  readonly feed?: WritableFeed;
  /** For a table whose rows are read again and again. */
  readonly cache?: RowCache<Kept>;
}

const PAGE_BYTES_MAX = 1024 * 1024;
/** Looked at every five seconds: seventeen million a day. Each takes ten microseconds. */
const SWEPT_AT_ONCE = 1_000;
const TOMBSTONE_MILLISECONDS = 30 * 86_400_000;

/** A table in LMDB, with DynamoDB's semantics. */
export class LmdbTable implements ViewTable {
  private sweptTo: [string, string] = ["", ""];

  constructor(
    private readonly rows: Rows,
    private readonly setting: Setting,
  ) {}

  async get(key: Key): Promise<Item | undefined> {
    return this.read(key);
  }

  async getMany(keys: readonly Key[]): Promise<readonly Item[]> {
    return distinctKeys(keys).flatMap((key) => this.read(key) ?? []);
  }

  async put(item: Item, condition?: Condition): Promise<Written> {
    return this.write([{ kind: "put", item: storable(item), condition }]);
  }

  async delete({ pk, sk }: Key, condition?: Condition): Promise<Written> {
    checkKey({ pk, sk });
    return this.write([{ kind: "delete", key: { pk, sk }, condition }]);
  }

  async transact(writes: readonly Write[]): Promise<Written> {
    checkTransaction(writes);
    const stored = writes.map((write) =>
      write.kind === "put" ? { ...write, item: storable(write.item) } : write,
    );
    return this.write(stored);
  }

  async query(query: Query): Promise<Page> {
    checkQuery(query);
    const { pk, from, to, order, limit, after } = query;
    const low: [string, string] = [pk, from ?? ""];
    const high: [string, string] = [pk, to ?? ABOVE_ALL];
    const reverse = order === "descending";
    const resume: [string, string] | undefined = after && [after.pk, after.sk];
    const start = resume ?? (reverse ? high : low);
    const range = {
      start,
      end: reverse ? low : high,
      reverse,
      inclusiveEnd: true,
      exclusiveStart: resume !== undefined,
    };
    return this.page(this.rows.getRange(range), limit ?? Number.POSITIVE_INFINITY);
  }

  async scan(after?: Key): Promise<Page> {
    const range = after
      ? { start: [after.pk, after.sk] satisfies [string, string], exclusiveStart: true }
      : {};
    return this.page(this.rows.getRange(range), Number.POSITIVE_INFINITY);
  }

  /** Applies another region's writes: winners are stored and told in the feed, losers leave no trace. */
  async apply(writes: readonly Replicated[]): Promise<void> {
    const keys = writes.map(({ key }) => key);
    await this.commit(keys, () => {
      for (const { key, item, stamp } of writes) {
        const stored = this.rows.get([key.pk, key.sk]);
        if (wins(stamp, stored?.stamp)) this.store(key, stored, { item, stamp }, { origin: "replicated" });
      }
    });
    this.setting.feed?.announce();
  }

  /** Looks at the next thousand rows and removes those whose time is over. */
  async expire(): Promise<number> {
    const now = this.setting.clock.now();
    const rows = [...this.rows.getRange({ start: this.sweptTo, exclusiveStart: true, limit: SWEPT_AT_ONCE })];
    this.sweptTo = rows.length < SWEPT_AT_ONCE ? ["", ""] : (rows.at(-1)?.key ?? ["", ""]);
    const isOver = ({ item, stamp }: Kept): boolean =>
      item ? isExpired(item, now) : stamp.at + TOMBSTONE_MILLISECONDS < now;
    const over = rows.filter(({ value }) => isOver(value));
    if (over.length === 0) return 0;
    const keys = over.map(({ key: [pk, sk] }) => ({ pk, sk }));
    await this.commit(keys, () => {
      for (const { key, value } of over) {
        if (this.rows.get(key)?.stamp.at !== value.stamp.at) continue;
        this.rows.remove(key);
        const [pk, sk] = key;
        const { item: old, stamp } = value;
        if (old) this.setting.feed?.append({ key: { pk, sk }, old, stamp, origin: "local", expired: true });
      }
    });
    return over.length;
  }

  async clear(): Promise<void> {
    await this.setting.disk.write(() => this.rows.clearAsync());
    this.setting.cache?.wroteAll();
  }

  private read(key: Key): Item | undefined {
    checkKey(key);
    const { cache } = this.setting;
    const load = () => this.rows.get([key.pk, key.sk]);
    if (!cache) return this.visible(load());
    const latest = () => {
      // Else it would not see what another thread has committed by now.
      this.rows.resetReadTxn();
      return load();
    };
    return this.visible(cache.read(key, latest));
  }

  /** The commit, and whatever comes of it: readers look again at what it may have changed. */
  private async commit<T>(keys: Iterable<Key>, work: () => T): Promise<T> {
    try {
      return await this.setting.disk.write(() => this.rows.transaction(work));
    } finally {
      for (const key of keys) this.setting.cache?.wrote(key);
    }
  }

  /** Conditions are judged and writes made in one transaction; LMDB runs one at a time. */
  private async write(writes: readonly Write[]): Promise<Written> {
    const written = await this.commit(writes.map(keyOfWrite), (): Written => {
      const before = writes.map((write) => {
        const { pk, sk } = keyOfWrite(write);
        return this.rows.get([pk, sk]);
      });
      const areMet = writes.every((write, place) => holds(write.condition, this.visible(before[place])));
      if (!areMet) return "conflict";
      for (const [place, write] of writes.entries()) this.storeOwn(write, before[place]);
      return "written";
    });
    if (written === "written") this.setting.feed?.announce();
    return written;
  }

  private storeOwn(write: Write, before: Kept | undefined): void {
    const { region, clock } = this.setting;
    const stamp = { at: Math.max(clock.now(), (before?.stamp.at ?? 0) + 1), region };
    const item = write.kind === "put" ? write.item : undefined;
    this.store(keyOfWrite(write), before, { item, stamp }, { origin: "local" });
  }

  private store(
    key: Key,
    before: Kept | undefined,
    next: Kept,
    { origin }: Pick<FeedRecord, "origin">,
  ): void {
    const { pk, sk } = key;
    const { feed } = this.setting;
    if (next.item || feed) this.rows.put([pk, sk], next);
    else this.rows.remove([pk, sk]);
    feed?.append({ key: { pk, sk }, old: this.visible(before), new: next.item, stamp: next.stamp, origin });
  }

  private visible(kept: Kept | undefined): Item | undefined {
    return kept?.item && !isExpired(kept.item, this.setting.clock.now()) ? kept.item : undefined;
  }

  private page(rows: Iterable<{ value: Kept }>, limit: number): Page {
    const items: Item[] = [];
    let bytes = 0;
    let next: Key | undefined;
    for (const { value } of rows) {
      const item = this.visible(value);
      if (!item) continue;
      const last = items.at(-1);
      if (last && (items.length === limit || bytes > PAGE_BYTES_MAX)) {
        next = { pk: last.pk, sk: last.sk };
        break;
      }
      items.push(item);
      bytes += itemBytes(item);
    }
    return { items, next };
  }
}

/** Sorts above every sort key. */
const ABOVE_ALL = "\u{10ffff}";
