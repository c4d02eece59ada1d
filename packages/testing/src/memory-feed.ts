import { CURSORS, type CursorName, type Feed, type FeedRecord } from "@faultline/service/table/replica";

/** A feed in memory, filled by its table. */
export function memoryFeed(): Feed & { append(record: Omit<FeedRecord, "seq">): void } {
  const cursors = new Map<CursorName, number>();
  const listeners = new Set<() => void>();
  let records: FeedRecord[] = [];
  let last = 0;
  const placeBehind = (seq: number): number => {
    const first = records[0]?.seq ?? last + 1;
    return Math.max(0, seq + 1 - first);
  };
  return {
    append(record) {
      records.push({ ...record, seq: ++last });
      for (const listener of listeners) listener();
    },
    read: (after, limit) => records.slice(placeBehind(after), placeBehind(after) + limit),
    cursor: (name) => cursors.get(name) ?? 0,
    async advance(name, seq) {
      cursors.set(name, seq);
    },
    async trim() {
      const passed = Math.min(...CURSORS.map((name) => cursors.get(name) ?? 0));
      records = records.slice(placeBehind(passed));
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
