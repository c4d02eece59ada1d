import { METRICS } from "@faultline/service/metrics";
import type { Change, Key, Ports } from "@faultline/service/ports";
import { queryAll } from "@faultline/service/query-all";
import { reduce } from "@faultline/service/reduce/reduce";
import { z } from "zod";
import { type Loop, loop } from "./loop.js";
import type { Feed, FeedRecord } from "./replica.js";

const BATCH = 500;
const ATTEMPTS_MAX = 3;
const PARKED = "X#parked";
const ParkedRow = z.object({
  pk: z.string(),
  sk: z.string(),
  log: z.object({ pk: z.string(), sk: z.string() }),
});

/**
 * Keeps the view up with the log. A change that cannot be taken in after a few attempts is parked: the
 * others go on, and `retryParked` comes back to it until it succeeds.
 */
export function reduceLoop(ports: Ports, feed: Feed): Loop {
  const reducing = loop(async () => {
    const records = feed.read(feed.cursor("reduce"), BATCH);
    const last = records.at(-1);
    if (!last) return Number.POSITIVE_INFINITY;
    try {
      await takeIn(ports, records);
      await feed.advance("reduce", last.seq);
      ports.meter.measure(METRICS.reducerLagMilliseconds, ports.clock.now() - last.stamp.at);
      return 0;
    } catch (error) {
      // The view itself cannot be written: wait, then the same changes again.
      ports.print({ level: "error", event: "reduce failed", error: String(error) });
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

async function takeIn(ports: Ports, records: readonly FeedRecord[]): Promise<void> {
  let waiting = records;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && waiting.length > 0; attempt++) {
    const { failed } = await reduce(ports, waiting.map(toChange));
    const again = new Set(failed.map(({ index }) => index));
    waiting = waiting.filter((_, index) => again.has(index));
  }
  ports.meter.count(METRICS.changesReduced, records.length - waiting.length);
  for (const { key } of waiting) await park(ports, key);
}

const toChange = ({ old, new: item, expired }: FeedRecord): Change => ({ old, new: item, expired });

async function park(ports: Ports, { pk, sk }: Key): Promise<void> {
  ports.meter.count(METRICS.changesFailed, 1);
  ports.print({ level: "error", event: "change parked", item: pk });
  await ports.view.put({ pk: PARKED, sk: `${pk}\n${sk}`, log: { pk, sk } });
}

/** Tries the parked changes again; gives back how many are still parked. */
export async function retryParked(ports: Ports): Promise<number> {
  let parked = 0;
  for await (const row of queryAll(ports.view, { pk: PARKED })) {
    const { pk, sk, log } = ParkedRow.parse(row);
    const { failed } = await reduce(ports, [{ new: await ports.log.get(log) }]);
    if (failed.length > 0) parked += 1;
    else await ports.view.delete({ pk, sk });
  }
  return parked;
}
