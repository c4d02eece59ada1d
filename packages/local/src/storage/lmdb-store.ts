import type { Clock, Region, ViewTable } from "@faultline/service/ports";
import type { FeedRecord, ReplicatedTable } from "@faultline/service/table/replica";
import { open } from "lmdb";
import { type Disk, diskOf } from "./disk.js";
import { lmdbFeed } from "./lmdb-feed.js";
import { type Kept, LmdbTable } from "./lmdb-table.js";
import { PRIVATE_FILE, privateFolder } from "./private-files.js";
import { RowCache, writeCounts } from "./row-cache.js";

/** A region's tables on disk. A write that resolved has survived whatever happens to the process or the machine. */
export interface Store {
  readonly log: ReplicatedTable;
  readonly view: ViewTable;
  readonly disk: Disk;
  /** What was written, for who opens the same store in another thread. */
  readonly writes: Int32Array;
  /** Removes some items whose time to live is over; call it now and then. Gives back how many went. */
  expire(): Promise<number>;
  /** Empties the view and gives it back, to be folded anew. */
  clearView(): Promise<void>;
  /** What another thread has committed by now is seen at once, and not only a moment later. */
  refresh(): void;
  close(): Promise<void>;
}

interface Position {
  readonly path: string;
  readonly region: Region;
  readonly clock: Pick<Clock, "now">;
  /** `writes` of the store as another thread has it open. */
  readonly writes?: Int32Array;
}

const MAP_BYTES_MAX = 64 * 2 ** 30;

/**
 * Opens the store in a folder, made when it is not there. LMDB commits what many writers ask for at one
 * time together, with one sync to the disk, and a write resolves only after it.
 */
export function openStore({ path, region, clock, writes = writeCounts() }: Position): Store {
  privateFolder(path);
  const root = openFile(storeFile(path));
  const disk = diskOf(path, clock);
  const options = { encoding: "msgpack", encoder: { copyBuffers: true } } as const;
  const feed = lmdbFeed(
    root.openDB<FeedRecord, number>("feed", options),
    root.openDB<number, string>("cursors", options),
    disk,
  );
  const setting = { region, clock, disk };
  const log = new LmdbTable(root.openDB<Kept, [string, string]>("log", options), { ...setting, feed });
  const view = new LmdbTable(root.openDB<Kept, [string, string]>("view", options), {
    ...setting,
    cache: new RowCache(writes),
  });
  return {
    log: { table: log, feed, apply: (writes) => log.apply(writes) },
    view,
    disk,
    writes,
    expire: async () => (await log.expire()) + (await view.expire()),
    clearView: () => view.clear(),
    refresh: () => root.resetReadTxn(),
    close: () => root.close(),
  };
}

/** Where the store of a folder lies. */
export const storeFile = (folder: string): string => `${folder}/store.mdb`;

/** LMDB knows this option, its types do not. */
const PERMISSIONS = { permissionsMode: PRIVATE_FILE };

const openFile = (path: string) =>
  open({
    path,
    ...PERMISSIONS,
    mapSize: MAP_BYTES_MAX,
    maxDbs: 8,
    // It would resolve before the data is on the disk.
    overlappingSync: false,
    // It makes a promise of its own for each turn, whose rejection nobody can hear: a full disk would end the process.
    eventTurnBatching: false,
  });
