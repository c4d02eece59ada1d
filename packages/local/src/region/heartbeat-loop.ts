import type { Ports } from "@faultline/service/ports";
import { answersAt, sendHeartbeat } from "@faultline/service/regions/leader";
import { type Loop, loop } from "./loop.js";

const BEAT_MILLISECONDS = 500;
/** Of a region that stands alone: nobody waits for it, and each beat is a write. */
const BEAT_ALONE_MILLISECONDS = 1000;
/** A region that has not beaten for so long is missed. */
export const STALE_MILLISECONDS = 3000;
const BARRIER_MILLISECONDS = 1500;

/** Beats once or twice a second, and decides each time which region tells people. */
export function heartbeatLoop(
  ports: Pick<Ports, "region" | "regions" | "log" | "clock" | "print">,
  peerUrl: string | undefined,
): Loop {
  const settings = {
    staleMilliseconds: STALE_MILLISECONDS,
    handoverMilliseconds: BARRIER_MILLISECONDS,
    answers: async () => peerUrl !== undefined && (await answersAt(peerUrl)),
  };
  return loop(async () => {
    try {
      await sendHeartbeat(ports, settings);
    } catch (error) {
      // A region that cannot write does not lead for long: the other misses its heartbeats.
      ports.print({ level: "error", event: "no heartbeat", error: String(error) });
    }
    return peerUrl === undefined ? BEAT_ALONE_MILLISECONDS : BEAT_MILLISECONDS;
  });
}
