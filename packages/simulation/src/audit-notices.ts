import { listDeliveries } from "@faultline/service/notify/deliveries";
import type { Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import type { Fail } from "./audit.js";
import { PROJECT } from "./stage.js";
import { RULE } from "./traffic.js";
import type { SimulatedWorld } from "./world.js";

export interface Notices {
  readonly due: number;
  /** Told once more than needed. */
  readonly duplicated: number;
}

/** Every due count was told, or kept as held back; one told twice has a fault that explains it. */
export async function auditNotices(ports: Ports, world: SimulatedWorld, fail: Fail): Promise<Notices> {
  const list = { project: PROJECT, status: "all", sort: "lastSeen", limit: 100 } as const;
  const { issues } = await listIssues(ports, list);
  let due = 0;
  let duplicated = 0;
  for (const { id, count } of issues) {
    const told = tellersOf(world, id);
    const held = world.people.silenced.has(id) ? await heldOf(ports, id) : new Set<number>();
    for (const n of dueOf(count)) {
      const tellers = told.get(n) ?? [];
      due += 1;
      duplicated += Math.max(0, tellers.length - 1);
      const isMissed = tellers.length === 0 && !held.has(n);
      if (isMissed) fail("I5 missed", `${id}: nobody was told of event ${n} of ${count}`);
      else auditTellers(world, `${id}: event ${n}`, id, tellers, fail);
    }
  }
  return { due, duplicated };
}

/**
 * A region tells twice only when its sender ended before it knew it had told. That another region tells it again, because
 * the first one's ledger has not come there, takes a change of leader, and `Watcher.watchTelling` looks at the ledger.
 */
function auditTellers(
  { destination }: SimulatedWorld,
  what: string,
  issue: string,
  tellers: readonly string[],
  fail: Fail,
): void {
  const twice = tellers.filter((region, place) => tellers.indexOf(region) !== place);
  if (!twice.every((region) => destination.isExcused(region, issue)))
    fail("I5 twice", `${what} was told by ${tellers.join(", ")}, and nothing explains it`);
}

/** Which regions told each count of an issue, in their order. */
function tellersOf(world: SimulatedWorld, id: string): Map<number, string[]> {
  const told = new Map<number, string[]>();
  for (const { region, counts } of world.destination.arrived.filter(({ issue }) => issue === id))
    for (const n of counts) told.set(n, [...(told.get(n) ?? []), region]);
  return told;
}

/** The counts of an issue that were held back on purpose: it was ignored, or muted. */
async function heldOf(ports: Ports, issue: string): Promise<Set<number>> {
  const { deliveries } = await listDeliveries(ports, { project: PROJECT, issue, limit: 1000 });
  const held = deliveries.filter(
    ({ outcome, reason }) => outcome === "held" && /ignored|muted/.test(reason ?? ""),
  );
  return new Set(held.flatMap(({ counts = [] }) => counts));
}

const dueOf = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => place + 1).filter(
    (n) => n === 1 || (n >= RULE.threshold && n % RULE.notifyInterval === 0),
  );
