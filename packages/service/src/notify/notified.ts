import type { Ports } from "../ports.js";
import { inPool } from "../table/in-pool.js";
import { listDeliveries } from "./deliveries.js";

/** Where an issue was told, and when last. */
export interface Notified {
  /** As it may be shown: masked. */
  readonly destination: string;
  readonly at: number;
  /** What the destination calls it, a ticket's number for instance. */
  readonly reference?: string | undefined;
}

/** So many of an issue's latest decisions are looked at; of one told more often, a destination told long ago may be missing. */
const DECISIONS_MAX = 50;

const AT_ONCE = 10;

/** Who was told of these issues, by issue, latest first. */
export async function notifiedOf(
  ports: Pick<Ports, "log">,
  project: string,
  issues: readonly string[],
): Promise<ReadonlyMap<string, readonly Notified[]>> {
  const told = new Map<string, readonly Notified[]>();
  const work = issues.map((issue) => async () => {
    const { deliveries } = await listDeliveries(ports, { project, issue, limit: DECISIONS_MAX });
    const byDestination = new Map<string, Notified>();
    for (const { destination, at, reference, outcome } of deliveries) {
      if (outcome !== "sent") continue;
      const latest = byDestination.get(destination) ?? { destination, at };
      byDestination.set(destination, { ...latest, reference: latest.reference ?? reference });
    }
    told.set(issue, [...byDestination.values()]);
  });
  await inPool(AT_ONCE, work);
  return told;
}
