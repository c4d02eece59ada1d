import { CURSORS, type CursorName, type Feed, type FeedRecord } from "@faultline/service/table/replica";
import type { Database } from "lmdb";
import type { Disk } from "./disk.js";

export interface WritableFeed extends Feed {
  /** Inside the transaction of the write it tells of. */
  append(record: Omit<FeedRecord, "seq">): void;
  /** After that transaction. */
  announce(): void;
}

/** A feed on disk: its records are written with the change they tell of, or not at all. */
export function lmdbFeed(
  records: Database<FeedRecord, number>,
  cursors: Database<number, string>,
  disk: Disk,
): WritableFeed {
  const listeners = new Set<() => void>();
  let trimmed = 0;
  /** Asked of the store each time, since other threads write into it, too. */
  const last = (): number => {
    const [newest] = records.getKeys({ reverse: true, limit: 1 });
    // Trimmed or not, a sequence number is never given twice: cursors outlive the records they passed.
    return newest ?? Math.max(...CURSORS.map((name) => cursors.get(name) ?? 0));
  };
  return {
    append(record) {
      const seq = last() + 1;
      records.put(seq, Object.assign({}, record, { seq }));
    },
    announce() {
      for (const listener of listeners) listener();
    },
    read: (after, limit) => [...records.getRange({ start: after + 1, limit })].map(({ value }) => value),
    cursor: (name) => cursors.get(name) ?? 0,
    async advance(name, seq) {
      await disk.write(() => cursors.put(name, seq));
    },
    async trim() {
      const passed = Math.min(...CURSORS.map((name: CursorName) => cursors.get(name) ?? 0));
      if (passed === trimmed) return;
      await disk.write(() =>
        records.transaction(() => {
          for (const seq of records.getKeys({ end: passed + 1, limit: 5000 })) records.remove(seq);
        }),
      );
      trimmed = passed;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
