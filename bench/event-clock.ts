import type { Clock } from "@faultline/service/ports";

/** A clock for many who wait at once: it goes on from one millisecond in which somebody wakes to the next. */
export interface EventClock extends Clock {
  /** Lives through everything up to a time. */
  runUntil(end: number): Promise<void>;
}

export function eventClock(start: number): EventClock {
  const sleepers = new Map<number, (() => void)[]>();
  let now = start;
  return {
    now: () => now,
    sleep(milliseconds) {
      const at = now + Math.max(1, Math.round(milliseconds));
      const beside = sleepers.get(at) ?? [];
      sleepers.set(at, beside);
      return new Promise((wake) => beside.push(wake));
    },
    within: (_, work) => work,
    async runUntil(end) {
      await settled();
      for (; now < end; now++) {
        const awake = sleepers.get(now);
        if (!awake) continue;
        sleepers.delete(now);
        for (const wake of awake) wake();
        await settled();
      }
    },
  };
}

/** Until everything has been done that waits for nobody. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
