import { METRICS } from "@faultline/service/metrics";
import { sendDigests } from "@faultline/service/notify/digests";
import { type DrainPorts, drainOutbox } from "@faultline/service/notify/drain";
import type { Ports } from "@faultline/service/ports";
import { type Loop, loop } from "./loop.js";

const PAUSE_MILLISECONDS = 1000;

/** Tells people what the view has to tell: when woken, and every second besides. */
export function notifyLoop(ports: DrainPorts & Pick<Ports, "mail">): Loop {
  return loop(async () => {
    try {
      ports.meter.measure(METRICS.outboxDepth, await drainOutbox(ports));
      await sendDigests(ports);
    } catch (error) {
      // All of it stays in the outbox and is tried again.
      ports.print({ level: "error", event: "telling failed", error: String(error) });
      ports.ownFault?.(error, "tell");
    }
    return PAUSE_MILLISECONDS;
  });
}
