import type { Item, Ports, Table, Written } from "../ports.js";
import { Unavailable } from "../ports.js";
import { TIER_MILLISECONDS } from "./deadline.js";
import { spoolItem } from "./spool.js";

/** Which rung took a pack: this region's table, the other region's, or the spool, from where it is taken in later. */
export type Tier = "local" | "peer" | "spool";

interface Stored {
  readonly written: Written;
  readonly rung: Tier;
  /** True when both regions have it already. */
  readonly isDual: boolean;
}

/**
 * Stores a pack on the first rung that takes it. Whatever happened on a rung that did not answer, the next one does no
 * harm: the pack has the same name everywhere. Throws `Unavailable` when none takes it.
 */
export async function storeWithFallback(ports: Ports, item: Item): Promise<Stored> {
  const local = await attempt(ports, ports.log, item, TIER_MILLISECONDS.local);
  if (local && ports.settings.durability === "region")
    return { written: local, rung: "local", isDual: false };
  const peer = ports.peerLog && (await attempt(ports, ports.peerLog, item, TIER_MILLISECONDS.peer));
  // Both while both are up: a region alone goes on taking errors.
  if (local) return { written: local, rung: "local", isDual: peer !== undefined };
  if (peer) return { written: peer, rung: "peer", isDual: false };
  if (!ports.spool) throw new Unavailable("no table takes it");
  await ports.clock.within(TIER_MILLISECONDS.spool, spoolItem(ports.spool, item));
  return { written: "written", rung: "spool", isDual: false };
}

async function attempt(
  ports: Ports,
  table: Table,
  item: Item,
  milliseconds: number,
): Promise<Written | undefined> {
  try {
    return await ports.clock.within(milliseconds, table.put(item, { kind: "absent" }));
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** The log for looking up keys and projects: the other region's answers while this one's does not. */
export function lookupLog({ log, peerLog, clock }: Pick<Ports, "log" | "peerLog" | "clock">): Table {
  if (!peerLog) return log;
  const either = async <T>(ask: (table: Table) => Promise<T>): Promise<T> => {
    try {
      return await clock.within(TIER_MILLISECONDS.local, ask(log));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return clock.within(TIER_MILLISECONDS.peer, ask(peerLog));
    }
  };
  return {
    ...log,
    get: (key) => either((table) => table.get(key)),
    query: (query) => either((table) => table.query(query)),
    put: (item, condition) => log.put(item, condition),
    getMany: (keys) => log.getMany(keys),
    delete: (key, condition) => log.delete(key, condition),
    transact: (writes) => log.transact(writes),
    scan: (after) => log.scan(after),
    units: () => log.units(),
  };
}
