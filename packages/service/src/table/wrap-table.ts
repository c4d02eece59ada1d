import type { EventLog, PeerLog, Reads, ViewTable } from "../ports.js";

/** Runs one call of a table: before, after, instead, as often as it likes. */
type Around = <T>(call: () => Promise<T>) => Promise<T>;

/** The table, with every call run by `around`. A class instance keeps its methods, which spreading it would lose. */
export const wrapTable = (table: ViewTable, around: Around): ViewTable => ({
  ...wrapReads(table, around),
  put: (item, condition) => around(() => table.put(item, condition)),
  delete: (key, condition) => around(() => table.delete(key, condition)),
  transact: (writes) => around(() => table.transact(writes)),
});

/** The log, with every call run by `around`. */
export const wrapLog = (log: EventLog, around: Around): EventLog => ({
  ...wrapReads(log, around),
  put: (item, condition) => around(() => log.put(item, condition)),
  transact: (writes) => around(() => log.transact(writes)),
});

/** What is asked of the other region's log, with every call run by `around`. */
export const wrapPeerLog = (log: PeerLog, around: Around): PeerLog => ({
  get: (key) => around(() => log.get(key)),
  put: (item, condition) => around(() => log.put(item, condition)),
});

const wrapReads = (table: Reads, around: Around): Reads => ({
  get: (key) => around(() => table.get(key)),
  getMany: (keys) => around(() => table.getMany(keys)),
  query: (query) => around(() => table.query(query)),
  scan: (after) => around(() => table.scan(after)),
});
