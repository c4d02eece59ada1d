import { z } from "zod";
import { METRICS } from "../metrics.js";
import type { Change, Key, Ports } from "../ports.js";
import { queryAll } from "../query-all.js";
import { reduce } from "./reduce.js";

const ATTEMPTS_MAX = 3;
const PARKED = "X#parked";
const ParkedRow = z.object({
  pk: z.string(),
  sk: z.string(),
  log: z.object({ pk: z.string(), sk: z.string() }),
});

/**
 * Folds changes into the view; one that cannot be folded after a few attempts is parked, so that it holds
 * up no other, and `retryParked` comes back to it. Throws when not even that can be written: then all have
 * to be given again.
 */
export async function takeIn(ports: Ports, changes: readonly Change[]): Promise<void> {
  let waiting = changes;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && waiting.length > 0; attempt++) {
    const { failed } = await reduce(ports, waiting);
    const again = new Set(failed.map(({ index }) => index));
    waiting = waiting.filter((_, index) => again.has(index));
  }
  ports.meter.count(METRICS.changesReduced, changes.length - waiting.length);
  for (const { new: item } of waiting) if (item) await park(ports, item);
}

async function park(ports: Ports, { pk, sk }: Key): Promise<void> {
  ports.meter.count(METRICS.changesFailed, 1);
  ports.print({ level: "error", event: "change parked", item: pk, region: ports.region });
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
