import { type SyntheticCheckPorts, syntheticCheck } from "@faultline/service/monitoring/synthetic-check";
import type { Ports } from "@faultline/service/ports";
import { type Loop, loop } from "./loop.js";

const MINUTE = 60_000;
/** The edge and the other region are still starting. */
const FIRST_MILLISECONDS = 5000;

/** Sends a synthetic check each minute, on the minute but for the first. */
export function syntheticCheckLoop(
  ports: SyntheticCheckPorts & Pick<Ports, "ownFault">,
  peerUrl: string | undefined,
): Loop {
  let isFirst = true;
  let isEnded = false;
  const rounds = loop(async () => {
    if (isFirst) {
      isFirst = false;
      return FIRST_MILLISECONDS;
    }
    try {
      await syntheticCheck(ports, { peerUrl, isEnded: () => isEnded });
    } catch (error) {
      // Counted as missing by its absence.
      ports.print({ level: "error", event: "synthetic check", error: String(error) });
      ports.ownFault?.(error, "synthetic check");
    }
    return MINUTE - (ports.clock.now() % MINUTE);
  });
  return {
    wake: rounds.wake,
    stop() {
      isEnded = true;
      return rounds.stop();
    },
  };
}
