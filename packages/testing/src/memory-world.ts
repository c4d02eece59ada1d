import { keyHash } from "@faultline/core/id";
import { keyCipher } from "@faultline/service/key-cipher";
import { localMeter } from "@faultline/service/monitoring/minute-meter";
import type { Change, Clock, Ids, Ports, Region, Units } from "@faultline/service/ports";
import { reduce } from "@faultline/service/projection/reduce";
import type { ReplicatedTable } from "@faultline/service/table/replica";
import { memoryBlobs } from "./memory-blobs.js";
import { memoryTable } from "./memory-table.js";
import { seeded } from "./seeded.js";

export const MASTER_KEY = "master-key-of-the-memory-world";
export const CLIENT_KEY = "client-key-of-the-memory-world";
export const REGIONS: readonly Region[] = ["us-east-1", "us-west-2"];

/** A clock that moves only when told to. Sleeping moves it. */
export interface VirtualClock extends Clock {
  set(milliseconds: number): void;
}

export function virtualClock(start: number): VirtualClock {
  let now = start;
  return {
    now: () => now,
    async sleep(milliseconds) {
      // Clocks tell whole milliseconds.
      now += Math.ceil(milliseconds);
    },
    within: (_, work) => work,
    set(milliseconds) {
      now = milliseconds;
    },
  };
}

/** One region in memory, its real code over tables that forget. */
export interface MemoryRegion {
  readonly ports: Ports;
  readonly log: ReplicatedTable;
  /** Units that its tables have used so far. */
  units(): { readonly log: Units; readonly view: Units };
  /** Folds all news of the log into the view; gives back how many changes there were. */
  settle(): Promise<number>;
}

/** What may differ between memory regions: who is asked to deliver, and who leads. */
interface MemoryOptions {
  readonly region: Region;
  readonly clock: Clock;
  readonly seed: number;
  readonly send?: Ports["send"];
  readonly mail?: Ports["mail"];
  readonly print?: Ports["print"];
  readonly isLeader?: Ports["isLeader"];
  readonly peerLog?: Ports["peerLog"];
  readonly spool?: Ports["spool"];
  readonly durability?: Ports["settings"]["durability"];
  readonly retentionDays?: number;
}

/** Tests sign many people in; what passwords cost elsewhere has a test of its own. */
const CHEAP = { N: 2, r: 1, p: 1 } as const;

export function memoryRegion({ region, clock, seed, ...outside }: MemoryOptions): MemoryRegion {
  const log = memoryTable({ clock, region });
  const view = memoryTable({ clock, region, hasFeed: false }).table;
  const ports: Ports = {
    region,
    regions: REGIONS,
    log: log.table,
    peerLog: outside.peerLog,
    spool: outside.spool,
    view,
    blobs: memoryBlobs(),
    cipher: keyCipher(new Uint8Array(32).fill(7)),
    clock,
    ids: seededIds(seed),
    meter: localMeter(clock),
    print: outside.print ?? (() => undefined),
    send: outside.send ?? (async () => ({ kind: "forbidden", reason: "nothing leaves this world" })),
    mail: outside.mail,
    isLeader: outside.isLeader ?? (async () => region === REGIONS[0]),
    settings: {
      version: "test",
      masterKeyHash: keyHash(MASTER_KEY),
      clientKeyHashes: [keyHash(CLIENT_KEY)],
      cacheSeconds: 0,
      retentionDays: outside.retentionDays ?? 90,
      mailDomains: ["example.com"],
      passwordCost: CHEAP,
      durability: outside.durability ?? "region",
      publicUrl: "http://faultline.test",
    },
  };
  return {
    ports,
    log,
    units: () => ({ log: log.table.units(), view: view.units() }),
    async settle() {
      const records = log.feed.read(log.feed.cursor("reduce"), Number.POSITIVE_INFINITY);
      const changes: Change[] = records.map(({ old, new: item, expired }) => ({ old, new: item, expired }));
      const { failed } = await reduce(ports, changes);
      if (failed[0]) throw failed[0].error;
      await log.feed.advance("reduce", records.at(-1)?.seq ?? log.feed.cursor("reduce"));
      return records.length;
    },
  };
}

/** Hands what one region wrote by itself to the other, all at once. */
export async function replicate(from: MemoryRegion, to: MemoryRegion): Promise<void> {
  const records = from.log.feed.read(from.log.feed.cursor("replicate"), Number.POSITIVE_INFINITY);
  const own = records.filter((record) => record.origin === "local");
  await to.log.apply(own.map(({ key, new: item, stamp }) => ({ key, item, stamp })));
  await from.log.feed.advance("replicate", records.at(-1)?.seq ?? from.log.feed.cursor("replicate"));
}

function seededIds(seed: number): Ids {
  const random = seeded(seed);
  const letters = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(random() * 32).toString(32)).join("");
  let counter = 0;
  return {
    unique: () => (counter++).toString(32).padStart(10, "0") + letters(16),
    random,
    secret: () => Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join(""),
  };
}
