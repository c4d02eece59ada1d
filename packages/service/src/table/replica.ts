import type { Item, Key, Region, ViewTable } from "../ports.js";

/** When and where an item was last written: what decides between two regions' writes. */
export interface Stamp {
  readonly at: number;
  readonly region: Region;
}

/** One applied write of a replicated table, in the order of `seq`. `new` is missing for a deletion. */
export interface FeedRecord {
  readonly seq: number;
  readonly key: Key;
  readonly old?: Item | undefined;
  readonly new?: Item | undefined;
  readonly stamp: Stamp;
  readonly origin: "local" | "replicated";
  readonly expired?: boolean | undefined;
}

/** A write on its way to the other region: the whole item, or none for a deletion. */
export interface Replicated {
  readonly key: Key;
  readonly item?: Item | undefined;
  readonly stamp: Stamp;
}

/** Last writer wins, by time, then by region's name, as DynamoDB's global tables resolve it: silently. */
export function wins(arriving: Stamp, stored: Stamp | undefined): boolean {
  if (!stored) return true;
  if (arriving.at !== stored.at) return arriving.at > stored.at;
  return arriving.region > stored.region;
}

/** A table's changes, kept until everybody who reads them has passed. Cursors are as durable as the table. */
export interface Feed {
  read(after: number, limit: number): readonly FeedRecord[];
  cursor(name: CursorName): number;
  advance(name: CursorName, seq: number): Promise<void>;
  /** Forgets what all cursors have passed. */
  trim(): Promise<void>;
  /** Calls back, soon, after changes were applied. Gives back how to stop it. */
  onChange(listener: () => void): () => void;
}

export const CURSORS = ["reduce", "replicate"] as const;
export type CursorName = (typeof CURSORS)[number];

export interface ReplicatedTable {
  readonly table: ViewTable;
  readonly feed: Feed;
  /** Applies another region's writes: winners are stored and appear in the feed, losers leave no trace. */
  apply(writes: readonly Replicated[]): Promise<void>;
}
