import { OWN_ROW, type Ports } from "../ports.js";
import { writeProbeKey } from "../table/layout.js";

interface WriteProbeSettings {
  /** How long a good answer is given again without asking the table. */
  readonly cacheMilliseconds: number;
  /** The region is unhealthy after so many failed writes, one at once after the other. */
  readonly misses: number;
}

/**
 * On AWS one slow write must not move a continent: it is tried again at once. What else has to be waited for is Route 53's
 * to say, which wants several bad answers in a row: more patience here would only come on top of it.
 */
export const awsWriteProbe = (seconds: number): WriteProbeSettings => ({
  cacheMilliseconds: seconds * 1000,
  misses: 2,
});

/** Checkers wait two seconds, for both writes and the look at the other region. */
const WRITE_MILLISECONDS = 500;
/** A bad answer is given again so long at the most, so that the end of an outage is seen by the next checker. */
const BAD_CACHE_MILLISECONDS = 1000;

/** Whether this region can take an event: tells by writing one small row now and then. */
export function writeProbe(
  { log, clock, region }: Pick<Ports, "region" | "log" | "clock">,
  { cacheMilliseconds, misses }: WriteProbeSettings,
): () => Promise<boolean> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let lasting = cacheMilliseconds;
  let checking = Promise.resolve(true);

  async function check(): Promise<boolean> {
    for (let miss = 0; miss < misses; miss++) {
      const row = { ...writeProbeKey(region), t: clock.now() };
      const isWritten = await clock.within(WRITE_MILLISECONDS, log.put(row, OWN_ROW)).then(
        () => true,
        // Whatever the reason, the region could not write.
        () => false,
      );
      if (isWritten) return true;
    }
    return false;
  }

  return async () => {
    const now = clock.now();
    if (now - checkedAt >= lasting) {
      checkedAt = now;
      lasting = cacheMilliseconds;
      checking = check();
    }
    const isHealthy = await checking;
    if (!isHealthy) lasting = Math.min(cacheMilliseconds, BAD_CACHE_MILLISECONDS);
    return isHealthy;
  };
}
