import { type Item, type PeerLog, type Ports, type Spool, Unavailable, type Written } from "../ports.js";
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
export async function storeWithFallback(
  ports: Pick<Ports, "log" | "peerLog" | "spool" | "settings">,
  item: Item,
): Promise<Stored> {
  const unheard: Unavailable[] = [];
  const attempt = attemptOf(item, (error) => unheard.push(error));
  const local = await attempt(ports.log);
  if (local && ports.settings.durability === "region")
    return { written: local, tier: "local", isDual: false };
  const peer = ports.peerLog && (await attempt(ports.peerLog));
  // Both while both are up: a region alone goes on taking errors.
  if (local) return { written: local, tier: "local", isDual: peer !== undefined };
  if (peer) return { written: peer, tier: "peer", isDual: false };
  const isUnheard = unheard.length > 0;
  if (!ports.spool) throw new Unavailable("no table takes it", { isUnheard });
  await spoolOrCallOff(ports.spool, item, isUnheard);
  return { written: "written", tier: "spool", isDual: false };
}

const attemptOf =
  (item: Item, onUnheard: (error: Unavailable) => void) =>
  async (table: Pick<PeerLog, "put">): Promise<Written | undefined> => {
    try {
      return await table.put(item, { kind: "absent" });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      if (error.isUnheard) onUnheard(error);
      return undefined;
    }
  };

/** The last tier. What it does not do in time is called off, as far as it can be. */
async function spoolOrCallOff(spool: Spool, item: Item, isUnheard: boolean): Promise<void> {
  const calledOff = new AbortController();
  try {
    await spoolItem(spool, item, calledOff.signal);
  } catch (error) {
    calledOff.abort();
    if (!(error instanceof Unavailable)) throw error;
    throw new Unavailable(error.message, { cause: error, isUnheard: isUnheard || error.isUnheard });
  }
}
