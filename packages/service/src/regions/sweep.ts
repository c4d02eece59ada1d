import { flushDrops } from "../ingest/drops.js";
import { drainSpool } from "../ingest/spool.js";
import { sendDigests } from "../notify/digests.js";
import { drainOutbox } from "../notify/drain.js";
import type { Ports } from "../ports.js";
import { retryParked } from "../projection/parked.js";
import { resolveQuiet } from "../triage/resolve-quiet.js";
import { type LeaderSettings, sendHeartbeat } from "./leader.js";

/** Telling begins nothing new after this: destinations may be slow, and the sweep has an end. */
const TELLING_MILLISECONDS = 20_000;

export interface Swept {
  readonly isLeader: boolean;
  /** What still waits: packs in the spool, changes the reducer could not take in, issues with something to tell. */
  readonly spooled: number;
  readonly parked: number;
  readonly waiting: number;
}

/** What every region does besides, wherever it runs: each is tried, whatever comes of the others. */
export const chores = (
  ports: Parameters<typeof resolveQuiet>[0] & Parameters<typeof flushDrops>[0],
  until: number,
): readonly (() => Promise<void>)[] => [() => resolveQuiet(ports, until), () => flushDrops(ports)];

/**
 * A heartbeat for the other region, what the reducer left behind, and what people wait to hear. A step that fails
 * takes no other its turn; the first such error is thrown in the end.
 */
export async function sweep(ports: Ports, leaderSettings: LeaderSettings): Promise<Swept> {
  const errors: unknown[] = [];
  const step = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      errors.push(error);
      return otherwise;
    }
  };
  const isLeader = await step(sendHeartbeat(ports, leaderSettings), false);
  const spooled = await step(drainSpool(ports), 0);
  const parked = await step(retryParked(ports), 0);
  const until = ports.clock.now() + TELLING_MILLISECONDS;
  // Nobody else writes this region's heartbeat, which would be read for it again and again.
  const telling: Ports = { ...ports, isLeader: async () => isLeader };
  const waiting = await step(drainOutbox(telling, until), 0);
  await step(sendDigests(telling, until), undefined);
  for (const chore of chores(telling, until)) await step(chore(), undefined);
  if (errors.length > 0) throw errors[0];
  return { isLeader, spooled, parked, waiting };
}
