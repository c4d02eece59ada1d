import { isDue } from "@faultline/core/rule";
import type { Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import type { Fail } from "./audit.js";
import { RULE, type SimulatedWorld } from "./world.js";

const rule = { threshold: RULE.threshold, interval: RULE.notifyInterval, window: "total" as const };

/** Every due count was told; one told twice has a fault that explains it. */
export async function auditNotices(
  ports: Ports,
  world: SimulatedWorld,
  fail: Fail,
): Promise<{ due: number; duplicated: number }> {
  const { issues } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 100,
  });
  let due = 0;
  let duplicated = 0;
  for (const { id, count } of issues) {
    const told = toldOf(world, id);
    const isExplained = world.destination.excused.has(id) || world.takeOvers > 1;
    for (const n of dueOf(count)) {
      const times = told.get(n) ?? 0;
      due += 1;
      duplicated += Math.max(0, times - 1);
      if (times === 0) fail("I5 missed", `${id}: nobody was told of event ${n} of ${count}`);
      if (times > 1 && !isExplained)
        fail("I5 twice", `${id}: event ${n} was told ${times} times, and nothing explains it`);
    }
  }
  return { due, duplicated };
}

/** How often each count of an issue was told. */
function toldOf(world: SimulatedWorld, id: string): Map<number, number> {
  const told = new Map<number, number>();
  const counts = world.destination.arrived.filter(({ issue }) => issue === id).flatMap((one) => one.counts);
  for (const n of counts) told.set(n, (told.get(n) ?? 0) + 1);
  return told;
}

const dueOf = (count: number): number[] =>
  Array.from({ length: count }, (_, place) => place + 1).filter((n) => n === 1 || isDue(rule, n));
