import * as z from "zod";
import { type Item, OWN_ROW, type Ports, type Region } from "../ports.js";
import { heartbeatKey } from "../table/layout.js";
import { memoize } from "../table/memoize.js";
import { outageItem } from "./outages.js";

export interface LeaderSettings {
  /** A heartbeat older than this is missed, in milliseconds. */
  readonly staleMilliseconds: number;
  /** How long who comes back waits after the other stepped down, for its last ledger rows to arrive. */
  readonly handoverMilliseconds: number;
  /** Whether another region answers, asked directly; false only when it did not, several times. */
  readonly answers: (region: Region) => Promise<boolean>;
}

/** A region's heartbeat, replicated. `home`: it leads. `back`: when it last came back from being away. */
const Heartbeat = z.object({
  t: z.number(),
  home: z.boolean().default(false),
  back: z.number().default(0),
  /** Since when the way is free to lead again. */
  free: z.number().optional(),
  /** The other's latest time we saw, and when by our own clock it last moved: clocks of two regions may differ. */
  saw: z.number().default(0),
  sawAt: z.number().default(0),
});
type Heartbeat = z.infer<typeof Heartbeat>;

type LeaderPorts = Pick<Ports, "region" | "regions" | "log" | "clock">;

/** Whether this region is the one that tells people, as its last heartbeat says. */
export async function isLeader(ports: LeaderPorts): Promise<boolean> {
  if (ports.regions.length === 1) return true;
  return (await readHeartbeat(ports, ports.region))?.home ?? false;
}

/**
 * A heartbeat, and the decision who leads. The primary region does, unless it comes back from being away: then
 * it waits until the other has stepped down, and a while more. The other takes over only when the primary's heartbeats
 * are missing and it does not answer when asked directly, so that paused replication makes no two lead.
 */
export async function sendHeartbeat(ports: LeaderPorts, settings: LeaderSettings): Promise<boolean> {
  const { region, regions, clock, log } = ports;
  const now = clock.now();
  const own = await readHeartbeat(ports, region);
  const wasAway = !own || now - own.t > settings.staleMilliseconds;
  if (own && wasAway) await log.put(outageItem(region, own.t, now), OWN_ROW);
  const before: Heartbeat = wasAway ? { t: now, home: false, back: now, saw: own?.saw ?? 0, sawAt: 0 } : own;
  const other = regions.find((name) => name !== region);
  const next =
    other === undefined ? { ...before, home: true } : await decided(ports, settings, before, other);
  await log.put({ ...heartbeatKey(region), ...next, t: now }, OWN_ROW);
  return next.home;
}

async function decided(
  ports: LeaderPorts,
  settings: LeaderSettings,
  before: Heartbeat,
  other: Region,
): Promise<Heartbeat> {
  const now = ports.clock.now();
  const peer = await readHeartbeat(ports, other);
  const hasMoved = peer !== undefined && peer.t !== before.saw;
  const own = hasMoved ? { ...before, saw: peer.t, sawAt: now } : before;
  const isFresh = peer !== undefined && now - own.sawAt <= settings.staleMilliseconds;
  const isGone = async () => !isFresh && !(await settings.answers(other));
  const isPrimary = ports.regions[0] === ports.region;
  if (!isPrimary) {
    if (own.home) return { ...own, home: !isFresh };
    return { ...own, home: await isGone() };
  }
  if (own.home) return own;
  if (await isGone()) return { ...own, home: true, free: undefined };
  // What it says counts once it has seen us back; older words of it may still be on their way.
  const hasSteppedDown = isFresh && peer.saw >= own.back && !peer.home;
  if (!hasSteppedDown) return { ...own, free: undefined };
  const free = own.free ?? now;
  return { ...own, free, home: now - free >= settings.handoverMilliseconds };
}

/** When each region sent its last heartbeat, as far as this one has heard: milliseconds since 1970. */
export async function lastHeartbeats(
  ports: Pick<Ports, "log" | "regions">,
): Promise<ReadonlyMap<Region, number>> {
  const beats = await Promise.all(
    ports.regions.map(async (region) => [region, (await readHeartbeat(ports, region))?.t ?? 0] as const),
  );
  return new Map(beats);
}

async function readHeartbeat({ log }: Pick<Ports, "log">, region: Region): Promise<Heartbeat | undefined> {
  const row = await log.get(heartbeatKey(region));
  return row && heartbeatIn(row);
}

const heartbeatIn = memoize((row: Item) => Heartbeat.parse(row));

const ASKS = 3;

/** Asks a region's `/health/live` up to three times. */
export async function answersAt(url: string): Promise<boolean> {
  for (let ask = 0; ask < ASKS; ask++) {
    try {
      if ((await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(1000) })).ok) return true;
    } catch {
      // Not reachable this time.
    }
  }
  return false;
}
