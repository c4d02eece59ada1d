/** An event as it waits: its id, its JSON, and what that takes on the way. */
export interface Waiting {
  readonly id: string;
  readonly text: string;
  readonly bytes: number;
}

/** Keeps events beyond the end of the process or the page. Its methods may throw. */
export interface Queue {
  /** What is left of an earlier time, oldest first. */
  load(): readonly { readonly id: string; readonly text: string }[];
  put(id: string, text: string): void;
  remove(id: string): void;
}

export const EVENTS_MAX = 1_000;
const BYTES_MAX = 5 * 1024 * 1024;

export interface Backlog {
  /** Takes an event; the oldest go when there is no room. Gives back how many went. */
  add(id: string, text: string): number;
  /** How many wait. */
  size(): number;
  /** All in order, in batches of at most so many and so large together, but at least one each. They stay until `done`. */
  batches(eventsMax: number, bytesMax: number): readonly (readonly Waiting[])[];
  /** The first of those batches. */
  oldest(eventsMax: number, bytesMax: number): readonly Waiting[];
  done(ids: Iterable<string>): void;
}

/** The events that wait to be sent: in memory within bounds, and on a queue if there is one. */
export function backlog(queue: Queue | undefined, onFault: (error: unknown) => void): Backlog {
  const waiting = new Map<string, Waiting>();
  let bytes = 0;
  let onTheirWay: ReadonlySet<string> = new Set();

  const onQueue = (use: (queue: Queue) => void): void => {
    try {
      if (queue) use(queue);
    } catch (error) {
      // Full, or not ours to write: the event is still in memory, and a crash reporter must not be why one fails.
      onFault(error);
    }
  };
  const keep = (id: string, text: string): void => {
    const one = { id, text, bytes: new TextEncoder().encode(text).length };
    waiting.set(id, one);
    bytes += one.bytes;
  };
  const forget = (id: string): void => {
    bytes -= waiting.get(id)?.bytes ?? 0;
    if (waiting.delete(id)) onQueue((found) => found.remove(id));
  };

  onQueue((found) => {
    for (const { id, text } of found.load().slice(-EVENTS_MAX)) keep(id, text);
  });

  return {
    add(id, text) {
      keep(id, text);
      onQueue((found) => found.put(id, text));
      let dropped = 0;
      for (const one of waiting.keys()) {
        if (waiting.size <= EVENTS_MAX && bytes <= BYTES_MAX) break;
        // An answer to these may come any moment.
        if (one === id || onTheirWay.has(one)) continue;
        forget(one);
        dropped += 1;
      }
      return dropped;
    },
    size: () => waiting.size,
    batches: (eventsMax, bytesMax) => inBatches([...waiting.values()], eventsMax, bytesMax),
    oldest(eventsMax, bytesMax) {
      const [first = []] = inBatches([...waiting.values()].slice(0, eventsMax), eventsMax, bytesMax);
      onTheirWay = new Set(first.map(({ id }) => id));
      return first;
    },
    done(ids) {
      for (const id of ids) forget(id);
    },
  };
}

function inBatches(events: readonly Waiting[], eventsMax: number, bytesMax: number): Waiting[][] {
  const batches: Waiting[][] = [];
  let bytes = 0;
  for (const one of events) {
    const last = batches.at(-1);
    bytes += one.bytes;
    if (last && last.length < eventsMax && bytes <= bytesMax) last.push(one);
    else {
      batches.push([one]);
      bytes = one.bytes;
    }
  }
  return batches;
}
