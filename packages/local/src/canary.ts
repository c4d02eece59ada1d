import { heartbeatKey } from "@faultline/service/keys";
import type { Ports } from "@faultline/service/ports";

const CACHE_MILLISECONDS = 500;

/** Whether this region can take an event: tells by writing one small row, at most twice a second. */
export function canary(ports: Ports): () => Promise<boolean> {
  let checkedAt = Number.NEGATIVE_INFINITY;
  let result: Promise<boolean> = Promise.resolve(false);
  return () => {
    const now = ports.clock.now();
    if (now - checkedAt >= CACHE_MILLISECONDS) {
      checkedAt = now;
      result = ports.log.put({ ...heartbeatKey(ports.region), t: now }).then(
        () => true,
        () => false,
      );
    }
    return result;
  };
}
