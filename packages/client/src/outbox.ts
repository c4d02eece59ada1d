import type { Addresses } from "./addresses.js";
import type { Backlog, Waiting } from "./backlog.js";
import { pauses } from "./pauses.js";
import type { Ending } from "./post.js";

interface OutboxSettings {
  readonly backlog: Backlog;
  readonly addresses: Addresses;
  readonly batchEvents: number;
  readonly batchBytes: number;
  readonly batchMilliseconds: number;
  readonly random: () => number;
  /** Sends these events to a region's address. */
  readonly send: (url: string, events: readonly Waiting[]) => Promise<Ending>;
  readonly onProblem: (problem: string) => void;
}

/** What became of the events so far. */
export interface Stats {
  readonly reported: number;
  readonly accepted: number;
  /** Permanently refused by the service, for a wrong key for example. */
  readonly refused: number;
  /** The oldest ones, when the queue was full. */
  readonly dropped: number;
  /** Requests sent again. */
  readonly retried: number;
  readonly waiting: number;
}

interface Outbox {
  add(id: string, text: string): void;
  /** Sends what waits without waiting for more; resolves when nothing waits any longer. */
  flush(): Promise<void>;
  stats(): Stats;
}

const BACK_OFF_FIRST = 200;
const BACK_OFF_MAX = 30_000;

/** Sends what waits, batch after batch, until each is answered for. */
export function outbox(settings: OutboxSettings): Outbox {
  const { backlog, batchEvents, batchMilliseconds, onProblem } = settings;
  const stats = { reported: 0, accepted: 0, refused: 0, dropped: 0, retried: 0 };
  const { pause, wake } = pauses();
  let running: Promise<void> | undefined;
  let isHurried = false;

  async function run(): Promise<void> {
    await pause(isHurried ? 0 : batchMilliseconds);
    while (backlog.size() > 0) {
      await deliver(backlog.oldest(batchEvents, settings.batchBytes));
      const isWorthIt = isHurried || backlog.size() >= batchEvents;
      if (!isWorthIt && backlog.size() > 0) await pause(batchMilliseconds);
    }
  }

  /** Ends when these events are accepted or refused; one body, however often it is sent. */
  async function deliver(events: readonly Waiting[]): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const { url, wait } = settings.addresses.at(attempt);
      if (wait > 0) await pause(wait);
      const ending = await settings.send(url, events);
      if (ending.kind !== "again") return settle(url, events, ending);
      stats.retried += 1;
      settings.addresses.rests(url, ending.restMilliseconds);
      await pause(settings.random() * Math.min(BACK_OFF_MAX, BACK_OFF_FIRST * 2 ** attempt));
    }
  }

  async function settle(
    url: string,
    events: readonly Waiting[],
    ending: Exclude<Ending, { kind: "again" }>,
  ): Promise<void> {
    if (ending.kind === "accepted") {
      settings.addresses.accepted(url);
      stats.accepted += events.length;
    } else if (ending.kind === "too_large" && events.length > 1) {
      const half = Math.ceil(events.length / 2);
      await deliver(events.slice(0, half));
      return deliver(events.slice(half));
    } else {
      stats.refused += events.length;
      onProblem(`${events.length} refused: ${ending.kind === "refused" ? ending.why : "too large"}`);
    }
    backlog.done(events.map(({ id }) => id));
  }

  const start = (): void => {
    running ??= run().finally(() => {
      isHurried = false;
      running = undefined;
    });
  };
  if (backlog.size() > 0) start();

  return {
    add(id, text) {
      stats.reported += 1;
      const dropped = backlog.add(id, text);
      stats.dropped += dropped;
      if (dropped > 0) onProblem(`${dropped} dropped: more waits than there is room for`);
      start();
      if (backlog.size() === batchEvents) wake();
    },
    async flush() {
      isHurried = true;
      start();
      wake();
      await running;
    },
    stats: () => ({ ...stats, waiting: backlog.size() }),
  };
}
