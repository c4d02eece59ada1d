import * as z from "zod";
import { METRICS } from "../metrics.js";
import type { Item, ProjectionPorts } from "../ports.js";
import { isBuiltIn } from "../projects/built-in.js";
import { queryAll } from "../table/query-all.js";
import type { ApplyPorts } from "./apply-changes.js";
import { reduce } from "./reduce.js";

export const PARKED = "X#parked";
const ParkedRow = z.object({
  pk: z.string(),
  sk: z.string(),
  log: z.object({ pk: z.string(), sk: z.string() }),
  tries: z.number().default(0),
  next: z.number().default(0),
});

const PAUSE_MILLISECONDS_MAX = 10 * 60_000;

/** Sets aside a change that cannot be folded now, so that it holds up no other, and says so. */
export async function park(ports: ApplyPorts, { pk, sk, p: project }: Item, error: unknown): Promise<void> {
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

/**
 * Tries the parked changes again, each after a longer pause; gives back how many are still parked. As long as one is,
 * it is counted as failed each time, so that the alarm does not end before the damage does.
 */
export async function retryParked(ports: ApplyPorts): Promise<number> {
  let parked = 0;
  for await (const row of queryAll(ports.view, { pk: PARKED })) if (await stays(ports, row)) parked += 1;
  if (parked > 0) ports.meter.count(METRICS.changesFailed, parked);
  return parked;
}

async function stays(ports: ProjectionPorts, row: Item): Promise<boolean> {
  const { pk, sk, log, tries, next } = ParkedRow.parse(row);
  const now = ports.clock.now();
  if (next > now) return true;
  const { failed } = await reduce(ports, [{ new: await ports.log.get(log) }]);
  if (failed.length === 0) {
    await ports.view.delete({ pk, sk });
    return false;
  }
  const pause = Math.min(1000 * 2 ** tries, PAUSE_MILLISECONDS_MAX);
  await ports.view.put({ pk, sk, log, tries: tries + 1, next: now + pause });
  return true;
}
