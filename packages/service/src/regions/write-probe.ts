import { OWN_ROW, type Ports } from "../ports.js";
import { writeProbeKey } from "../table/layout.js";

interface WriteProbeSettings {
  /** How long an answer is given again without asking the table. */
  readonly cacheMilliseconds: number;
  /** The region is unhealthy after so many failures in a row, over at least this span. */
  readonly misses: number;
  readonly spanMilliseconds: number;
}

/** On AWS: a health checker asks from many places at once, and one slow write must not move a continent. */
export const AWS_WRITE_PROBE: WriteProbeSettings = {
  cacheMilliseconds: 5000,
  misses: 3,
  spanMilliseconds: 20_000,
};

/** Checkers wait two seconds: a write that hangs has to be a miss of ours before it is one of theirs. */
const WRITE_MILLISECONDS = 1000;

/** Whether this region can take an event: tells by writing one small row now and then. */
export function writeProbe(
  { log, clock, region }: Pick<Ports, "region" | "log" | "clock">,
  settings: WriteProbeSettings,
): () => Promise<boolean> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let failingSince = 0;
  let checking: Promise<void> = Promise.resolve();

  async function check(now: number): Promise<void> {
    try {
      await clock.within(WRITE_MILLISECONDS, log.put({ ...writeProbeKey(region), t: now }, OWN_ROW));
      failures = 0;
    } catch {
      // Whatever the reason, the region could not write.
      if (failures === 0) failingSince = now;
      failures += 1;
    }
  }

  return async () => {
    const now = clock.now();
    if (now - checkedAt >= settings.cacheMilliseconds) {
      checkedAt = now;
      checking = check(now);
    }
    await checking;
    return failures < settings.misses || now - failingSince < settings.spanMilliseconds;
  };
}
