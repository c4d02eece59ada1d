import { METRICS } from "@faultline/service/metrics";
import type { Change } from "@faultline/service/ports";
import { type ApplyPorts, applyChanges } from "@faultline/service/projection/apply-changes";
import { renewView } from "@faultline/service/projection/renew-view";
import type { Feed, FeedRecord } from "@faultline/service/table/replica";
import { fairFeed } from "./fair-feed.js";
import { type Loop, loop } from "./loop.js";

const PAUSE_MILLISECONDS = 500;

/** Keeps the view up with the log, and says each time it got further. */
export function reduceLoop(ports: ApplyPorts, feed: Feed, onFolded: () => void): Loop {
  const inTurn = fairFeed(feed, "reduce");
  let isOfThisVersion = false;
  const reducing = loop(async () => {
    if (!isOfThisVersion) {
      isOfThisVersion = await renewed(ports);
      return isOfThisVersion ? 0 : PAUSE_MILLISECONDS;
    }
    const records = inTurn.next();
    const last = records.at(-1);
    if (!last) return Number.POSITIVE_INFINITY;
    try {
      await applyChanges(ports, records.map(toChange));
      await inTurn.done(records);
      onFolded();
      ports.meter.measure(METRICS.reducerLagMilliseconds, ports.clock.now() - last.stamp.at);
      return 0;
    } catch (error) {
      // The view itself cannot be written: wait, then the same changes again.
      ports.print({ level: "error", event: "reduce failed", error: String(error) });
      ports.ownFault?.(error, "reduce");
      return PAUSE_MILLISECONDS;
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

/** Nothing is folded into a view of an earlier version before it is brought up to this one. */
async function renewed(ports: ApplyPorts): Promise<boolean> {
  try {
    return await renewView(ports, { until: Number.POSITIVE_INFINITY });
  } catch (error) {
    ports.print({ level: "error", event: "view not renewed", error: String(error) });
    ports.ownFault?.(error, "reduce");
    return false;
  }
}

const toChange = ({ old, new: item, expired }: FeedRecord): Change => ({ old, new: item, expired });
