import { z } from "zod";
import { METRICS } from "../metrics.js";
import type { Change, Item, Ports } from "../ports.js";
import { isBuiltIn } from "../projects/built-in.js";
import { queryAll } from "../table/query-all.js";
import { reduce } from "./reduce.js";

const ATTEMPTS_MAX = 3;
export const PARKED = "X#parked";
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
  let waiting: readonly Waiting[] = changes.map((change) => ({ change, error: undefined }));
  for (let attempt = 0; attempt < ATTEMPTS_MAX && waiting.length > 0; attempt++) {
    const given = waiting;
    const { failed } = await reduce(
      ports,
      given.map(({ change }) => change),
    );
    waiting = [...failed]
      .sort((a, b) => a.index - b.index)
      .flatMap(({ index, error }) => {
        const one = given[index];
        return one ? [{ change: one.change, error }] : [];
      });
  }
  ports.meter.count(METRICS.changesReduced, changes.length - waiting.length);
  for (const { change, error } of waiting) if (change.new) await park(ports, change.new, error);
}

interface Waiting {
  readonly change: Change;
  readonly error: unknown;
}

async function park(ports: Ports, { pk, sk, p: project }: Item, error: unknown): Promise<void> {
  ports.meter.count(METRICS.changesFailed, 1);
  ports.print({
    level: "error",
    event: "change parked",
    item: pk,
    error: String(error),
    region: ports.region,
  });
  // A report of ours that cannot be folded must not make another report.
  if (!isBuiltIn(String(project))) ports.ownFault?.(error, "reduce");
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
