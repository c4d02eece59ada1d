import {
  type EventLog,
  type Item,
  type PeerLog,
  type Ports,
  type Spool,
  Unavailable,
  type Written,
} from "../ports.js";
import { wrapLog } from "../table/wrap-table.js";
import { TIER_MILLISECONDS } from "./deadline.js";
import { spoolItem } from "./spool.js";

/** Which tier took a pack: this region's table, the other region's, or the spool, from where it is taken in later. */
export type Tier = "local" | "peer" | "spool";

interface Stored {
  readonly written: Written;
  readonly tier: Tier;
  /** True when both regions have it already. */
  readonly isDual: boolean;
}

/**
 * Stores a pack on the first tier that takes it. Whatever happened on a tier that did not answer, the next one does no
 * harm: the pack has the same name everywhere. Throws `Unavailable` when none takes it.
 */
export async function storeWithFallback(ports: Ports, item: Item): Promise<Stored> {
  const unheard: Unavailable[] = [];
  const attempt = attemptIn(ports, item, (error) => unheard.push(error));
  const local = await attempt(ports.log, TIER_MILLISECONDS.local);
  if (local && ports.settings.durability === "region")
    return { written: local, tier: "local", isDual: false };
  const peer = ports.peerLog && (await attempt(ports.peerLog, TIER_MILLISECONDS.peer));
  // Both while both are up: a region alone goes on taking errors.
  if (local) return { written: local, tier: "local", isDual: peer !== undefined };
  if (peer) return { written: peer, tier: "peer", isDual: false };
  const isUnheard = unheard.length > 0;
  if (!ports.spool) throw new Unavailable("no table takes it", { isUnheard });
  await spoolInTime(ports, ports.spool, item, isUnheard);
  return { written: "written", tier: "spool", isDual: false };
}

const attemptIn =
  ({ clock }: Ports, item: Item, onUnheard: (error: Unavailable) => void) =>
  async (table: PeerLog, milliseconds: number): Promise<Written | undefined> => {
    try {
      return await clock.within(milliseconds, table.put(item, { kind: "absent" }));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      if (error.isUnheard) onUnheard(error);
      return undefined;
    }
  };

/** The last tier. What it does not do in time is called off, as far as it can be. */
async function spoolInTime({ clock }: Ports, spool: Spool, item: Item, isUnheard: boolean): Promise<void> {
  const calledOff = new AbortController();
  try {
    await clock.within(TIER_MILLISECONDS.spool, spoolItem(spool, item, calledOff.signal));
  } catch (error) {
    calledOff.abort();
    if (!(error instanceof Unavailable)) throw error;
    throw new Unavailable(error.message, { cause: error, isUnheard: isUnheard || error.isUnheard });
  }
}

/** The log for looking up keys and projects: the other region's answers while this one's does not. */
export function lookupLog({ log, peerLog, clock }: Pick<Ports, "log" | "peerLog" | "clock">): EventLog {
  if (!peerLog) return log;
  const either = async <T>(ask: (some: PeerLog) => Promise<T>): Promise<T> => {
    try {
      return await clock.within(TIER_MILLISECONDS.local, ask(log));
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return clock.within(TIER_MILLISECONDS.peer, ask(peerLog));
    }
  };
  return {
    ...wrapLog(log, (call) => call()),
    get: (key) => either((some) => some.get(key)),
    query: (query) => either((some) => some.query(query)),
  };
}
