import { METRICS } from "@faultline/service/metrics";
import type { Change, Ports } from "@faultline/service/ports";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import type { Feed, FeedRecord } from "@faultline/service/table/replica";
import { type Loop, loop } from "./loop.js";

const BATCH = 500;

/** Keeps the view up with the log, and says each time it got further. */
export function reduceLoop(ports: Ports, feed: Feed, onFolded: () => void): Loop {
  const reducing = loop(async () => {
    const records = feed.read(feed.cursor("reduce"), BATCH);
    const last = records.at(-1);
    if (!last) return Number.POSITIVE_INFINITY;
    try {
      await applyChanges(ports, records.map(toChange));
      await feed.advance("reduce", last.seq);
      onFolded();
      ports.meter.measure(METRICS.reducerLagMilliseconds, ports.clock.now() - last.stamp.at);
      return 0;
    } catch (error) {
      // The view itself cannot be written: wait, then the same changes again.
      ports.print({ level: "error", event: "reduce failed", error: String(error) });
      ports.ownFault?.(error, "reduce");
      return 500;
    }
  });
  const stopListening = feed.onChange(reducing.wake);
  return {
    wake: reducing.wake,
    async stop() {
      stopListening();
      await reducing.stop();
    },
  };
}

const toChange = ({ old, new: item, expired }: FeedRecord): Change => ({ old, new: item, expired });
