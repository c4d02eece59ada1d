import { eventCountOf } from "@faultline/service/ingest/pack";
import type { Item } from "@faultline/service/ports";
import type { CursorName, Feed, FeedRecord } from "@faultline/service/table/replica";

/** How far ahead of the cursor is looked for other projects' records, and what may lie in memory for it. */
const RECORDS_AHEAD_MAX = 10_000;
const BYTES_AHEAD_MAX = 48 * 1024 * 1024;
const READ_AT_ONCE = 500;
/** What is given at once: by then a new record of another project has waited for about a second. */
const RECORDS_AT_ONCE = 500;
const EVENTS_AT_ONCE = 2_000;

/** A feed read with its projects in turn. */
interface FairFeed {
  /** What comes next, the same until it is done; nothing when all is done. */
  next(): readonly FeedRecord[];
  /** The cursor moves behind the last record before which all are done: what was done beyond it may be given again. */
  done(records: readonly FeedRecord[]): Promise<void>;
}

/**
 * Reads a feed so that a project which sends much waits behind itself: its records stay in their order, and those of all
 * others come in between. Nothing is kept of it but the cursor, so after a restart some records come twice.
 */
export function fairFeed(feed: Feed, cursor: CursorName): FairFeed {
  const lines = new Map<string, FeedRecord[]>();
  const waiting = new Set<number>();
  let ahead = feed.cursor(cursor);
  let bytes = 0;

  const readAhead = (): void => {
    while (waiting.size < RECORDS_AHEAD_MAX && bytes < BYTES_AHEAD_MAX) {
      const records = feed.read(ahead, READ_AT_ONCE);
      for (const record of records) {
        const line = lines.get(lineOf(record)) ?? [];
        lines.set(lineOf(record), line);
        line.push(record);
        waiting.add(record.seq);
        bytes += bytesOf(record.new);
        ahead = record.seq;
      }
      if (records.length < READ_AT_ONCE) return;
    }
  };
  return {
    next() {
      readAhead();
      return inTurn([...lines.values()]);
    },
    async done(records) {
      for (const record of records) {
        const name = lineOf(record);
        const line = lines.get(name) ?? [];
        line.shift();
        // Whoever had a turn stands behind those who have not.
        lines.delete(name);
        if (line.length > 0) lines.set(name, line);
        waiting.delete(record.seq);
        bytes -= bytesOf(record.new);
      }
      const [oldest] = waiting;
      await feed.advance(cursor, oldest === undefined ? ahead : oldest - 1);
    },
  };
}

function inTurn(lines: readonly (readonly FeedRecord[])[]): FeedRecord[] {
  const taken: FeedRecord[] = [];
  let events = 0;
  for (let place = 0; taken.length < RECORDS_AT_ONCE && events < EVENTS_AT_ONCE; place++) {
    const round = lines.flatMap((line) => line[place] ?? []).slice(0, RECORDS_AT_ONCE - taken.length);
    if (round.length === 0) break;
    taken.push(...round);
    events += round.reduce((sum, { new: item }) => sum + (item ? eventCountOf(item) : 1), 0);
  }
  return taken;
}

/** Packs lie in their project's line; rows that people write are few, and share one. */
const lineOf = ({ new: item, old }: FeedRecord): string => {
  const project = (item ?? old)?.p;
  return typeof project === "string" ? `p ${project}` : "rows";
};

const bytesOf = (item: Item | undefined): number => (item?.z instanceof Uint8Array ? item.z.length : 0) + 200;
