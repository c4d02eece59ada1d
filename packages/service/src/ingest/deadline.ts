import { type Clock, type Ports, type Spool, Unavailable } from "../ports.js";
import { wrapLog, wrapPeerLog } from "../table/wrap-table.js";

/**
 * What a request may spend on each tier, in all its calls together. With the 0.3 s that source maps may
 * take when their table hangs it is 2.5 s, less than any client waits.
 */
export const TIER_MILLISECONDS = { local: 1000, peer: 700, spool: 500 } as const;

type Timed = <T>(ask: () => Promise<T>) => Promise<T>;

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

/** The ports for one request: a table that hangs takes its share of the time, whatever it is asked for and how often. */
export function forRequest(ports: Ports): Ports {
  const { clock, log, peerLog, spool } = ports;
  const { local, peer, spool: last } = TIER_MILLISECONDS;
  return {
    ...ports,
    log: wrapLog(log, sharedTime(clock, local)),
    peerLog: peerLog && wrapPeerLog(peerLog, sharedTime(clock, peer)),
    spool: spool && timedSpool(spool, sharedTime(clock, last)),
  };
}

const timedSpool = (spool: Spool, timed: Timed): Spool => ({
  put: (name, bytes, signal) => timed(() => spool.put(name, bytes, signal)),
  names: () => timed(() => spool.names()),
  get: (name) => timed(() => spool.get(name)),
  remove: (name) => timed(() => spool.remove(name)),
});
