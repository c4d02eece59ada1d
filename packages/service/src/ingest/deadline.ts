import { type Clock, type EventLog, type PeerLog, type Ports, type Spool, Unavailable } from "../ports.js";
import { wrapLog, wrapPeerLog } from "../table/wrap-table.js";

/**
 * What a request may spend on each tier, in all its calls together. With the 0.3 s that source maps may
 * take when their table hangs it is 2.5 s, less than any client waits.
 */
const TIER_MILLISECONDS = { local: 1000, peer: 700, spool: 500 } as const;

type Stores = Pick<Ports, "log" | "peerLog" | "spool" | "clock">;

/** The ports of one request. Whoever has them has its deadline: nothing else on its way measures time. */
export type InTime<Some extends Stores> = Some & {
  /** For looking up keys and projects: the other region's log answers while this one's does not. */
  readonly lookups: PeerLog;
};

type Timed = <T>(ask: () => Promise<T>) => Promise<T>;

/** Starts a request's deadline: a table that hangs takes its share of the time, whatever it is asked for and how often. */
export function forRequest<Some extends Stores>(ports: Some): InTime<Some> {
  const { clock } = ports;
  const { local, peer, spool: last } = TIER_MILLISECONDS;
  const log = wrapLog(ports.log, sharedTime(clock, local));
  const peerLog = ports.peerLog && wrapPeerLog(ports.peerLog, sharedTime(clock, peer));
  const spool = ports.spool && timedSpool(ports.spool, sharedTime(clock, last));
  return { ...ports, log, peerLog, spool, lookups: peerLog ? eitherLog(log, peerLog) : log };
}

/** Runs calls that share their time, those that go on at once included; once it is over, each throws `Unavailable`. */
function sharedTime(clock: Clock, milliseconds: number): Timed {
  let left: number = milliseconds;
  let going = 0;
  let since = 0;
  return async (ask) => {
    if (going === 0) since = clock.now();
    const rest = left - (clock.now() - since);
    if (rest <= 0) throw new Unavailable("its time in this request is over");
    going += 1;
    try {
      return await clock.within(rest, ask());
    } finally {
      going -= 1;
      if (going === 0) left -= clock.now() - since;
    }
  };
}

const timedSpool = (spool: Spool, timed: Timed): Spool => ({
  put: (name, bytes, signal) => timed(() => spool.put(name, bytes, signal)),
  names: () => timed(() => spool.names()),
  get: (name) => timed(() => spool.get(name)),
  remove: (name) => timed(() => spool.remove(name)),
});

function eitherLog(log: EventLog, peerLog: PeerLog): PeerLog {
  const either = async <T>(ask: (some: PeerLog) => Promise<T>): Promise<T> => {
    try {
      return await ask(log);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return ask(peerLog);
    }
  };
  return {
    get: (key) => either((some) => some.get(key)),
    query: (query) => either((some) => some.query(query)),
    put: (item, condition) => log.put(item, condition),
  };
}
