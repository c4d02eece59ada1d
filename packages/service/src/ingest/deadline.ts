import {
  type Blobs,
  type Cipher,
  type Clock,
  type EventLog,
  type PeerLog,
  type Ports,
  type Spool,
  Unavailable,
} from "../ports.js";
import { wrapLog, wrapPeerLog } from "../table/wrap-table.js";

interface Share {
  readonly milliseconds: number;
  readonly kept: number;
}

/**
 * What a request may spend on each service, in all its calls together. With what source maps may take (`map-cache.ts`) it
 * is 2.5 s, less than any client waits: one that hangs has all its share, and where several do, those asked first leave
 * the others `kept`.
 */
const SHARES = {
  cipher: { milliseconds: 300, kept: 1400 },
  blobs: { milliseconds: 500, kept: 1100 },
  otherBlobs: { milliseconds: 500, kept: 1000 },
  local: { milliseconds: 1000, kept: 800 },
  peer: { milliseconds: 700, kept: 400 },
  spool: { milliseconds: 500, kept: 0 },
} as const satisfies Readonly<Record<string, Share>>;
const WHOLE_MILLISECONDS = 2200;

type Stores = Pick<Ports, "log" | "peerLog" | "spool" | "clock"> & Partial<Pick<Ports, "blobs" | "cipher">>;

/** The ports of one request. Whoever has them has its deadline: nothing else on its way measures time. */
export type InTime<Some extends Stores> = Some & {
  /** For looking up keys and projects: the other region's log answers while this one's does not. */
  readonly lookups: PeerLog;
};

type Timed = <T>(ask: () => Promise<T>) => Promise<T>;

/** Starts a request's deadline: a service that hangs takes its share of the time, whatever it is asked for and how often. */
export function forRequest<Some extends Stores>(ports: Some): InTime<Some> {
  const whole = new Time(ports.clock, WHOLE_MILLISECONDS);
  const share = (of: keyof typeof SHARES): Timed => sharedTime(ports.clock, whole, SHARES[of]);
  const log = wrapLog(ports.log, share("local"));
  const peerLog = ports.peerLog && wrapPeerLog(ports.peerLog, share("peer"));
  const { blobs, cipher } = ports;
  // Not spread: Node 20 takes a microsecond for each name that a copy has more than what it was made of.
  return Object.assign(
    { lookups: peerLog ? eitherLog(log, peerLog) : log },
    ports,
    { log, peerLog, spool: ports.spool && timedSpool(ports.spool, share("spool")) },
    blobs && { blobs: timedBlobs(blobs, share("blobs"), share("otherBlobs")) },
    cipher && { cipher: timedCipher(cipher, share("cipher")) },
  );
}

/** Time that is spent while something goes on, those that go on at once counted once. */
class Time {
  private going = 0;
  private since = 0;

  constructor(
    private readonly clock: Clock,
    private milliseconds: number,
  ) {}

  get left(): number {
    return this.milliseconds - (this.going === 0 ? 0 : this.clock.now() - this.since);
  }

  begin(): void {
    if (this.going === 0) this.since = this.clock.now();
    this.going += 1;
  }

  end(): void {
    this.going -= 1;
    if (this.going === 0) this.milliseconds -= this.clock.now() - this.since;
  }
}

/** Runs calls that share their time; once it is over, each throws `Unavailable`. */
function sharedTime(clock: Clock, whole: Time, { milliseconds, kept }: Share): Timed {
  const own = new Time(clock, milliseconds);
  return async (ask) => {
    const rest = Math.min(own.left, whole.left - kept);
    if (rest <= 0) throw new Unavailable("its time in this request is over");
    own.begin();
    whole.begin();
    try {
      return await clock.within(rest, ask());
    } finally {
      own.end();
      whole.end();
    }
  };
}

const timedSpool = (spool: Spool, timed: Timed): Spool => ({
  put: (name, bytes, signal) => timed(() => spool.put(name, bytes, signal)),
  names: () => timed(() => spool.names()),
  get: (name) => timed(() => spool.get(name)),
  remove: (name) => timed(() => spool.remove(name)),
});

/** Of one request's port, the one behind it that all requests share. */
const BEHIND = Symbol("behind");
type Behind<Port> = Port & { readonly [BEHIND]?: Port };
const behind = <Port extends object>(port: Behind<Port>): Port => port[BEHIND] ?? port;

/** The blobs that all requests share, of one request's: the source maps in use are remembered by them. */
export const sharedBlobs = (blobs: Blobs): Blobs => behind(blobs);
/** The cipher that all requests share, of one request's: what is remembered of texts is remembered by it. */
export const sharedCipher = (cipher: Cipher): Cipher => behind(cipher);

/** What is read lies in either region, and is nothing that an answer to a report waits for. */
function timedBlobs(blobs: Blobs, own: Timed, other: Timed): Behind<Blobs> {
  const { put, get, putElsewhere } = blobs;
  return {
    put: (name, bytes) => own(() => put(name, bytes)),
    get,
    putElsewhere: putElsewhere && ((name, bytes) => other(() => putElsewhere(name, bytes))),
    [BEHIND]: behind(blobs),
  };
}

const timedCipher = (cipher: Cipher, timed: Timed): Behind<Cipher> => ({
  encrypt: (plain, purpose) => timed(() => cipher.encrypt(plain, purpose)),
  decrypt: (encrypted, purpose) => timed(() => cipher.decrypt(encrypted, purpose)),
  isCurrent: cipher.isCurrent,
  [BEHIND]: behind(cipher),
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
    put: (item, condition) => log.put(item, condition),
  };
}
