import type { Accepted } from "@faultline/core/event";
import { placeOf } from "@faultline/service/notify/outbox";
import type { Item, Ports } from "@faultline/service/ports";
import { PARKED } from "@faultline/service/projection/parked";
import { issueKey, readIssue } from "@faultline/service/projection/rows/issue-row";
import { OWN_PROJECT } from "@faultline/service/projects/built-in";
import { outboxPartition, packKey } from "@faultline/service/table/layout";
import { INSIDE } from "./self-reports.js";
import type { Fail } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

/** At rest nothing is left to do, anywhere: nothing to tell, nothing in the spool, nothing parked that can be read. */
export async function auditRest(regions: readonly Ports[], world: SimulatedWorld, fail: Fail): Promise<void> {
  const poison = new Set(world.traffic.poisoned.map((name) => packKey(name).pk));
  for (const { view, region, spool } of regions) {
    const { items } = await view.query({ pk: outboxPartition });
    const untold = await Promise.all(items.map((item) => hasToTell(view, item)));
    if (!untold.every(Boolean)) fail("I7 outbox", `issues of ${region} are listed that have nothing to tell`);
    const waiting = items.filter(({ sk }) => !world.isForgettable(sk));
    // A request sent again to the other region while a destination is paused says otherwise who is to be told: the region
    // that met the other state of it waits until it leads.
    if (waiting.length > 0 && world.traffic.isConfigKept && !world.traffic.asked.isPausing)
      fail("I7 outbox", `${waiting.length} issues still have something to tell in ${region}`);
    const parked = (await view.query({ pk: PARKED })).items.filter(({ sk }) => !poison.has(packOf(sk)));
    if (parked.length > 0)
      fail("I7 parked", `${parked.length} packs were not taken into the view of ${region}`);
    const spooled = (await spool?.names())?.length ?? 0;
    if (spooled > 0) fail("I7 spool", `${spooled} packs still wait in the spool of ${region}`);
  }
}

/** False of an issue that was forgotten with what it had to tell. */
async function hasToTell(view: Ports["view"], item: Item): Promise<boolean> {
  const { project, issue } = placeOf(item);
  return readIssue(await view.get(issueKey(project, issue))).out.length > 0;
}

const packOf = (sk: Item["sk"]): string => sk.split("\n")[0] ?? "";

/** Faults of ours made events, each kind one a minute and region at the most, and reporting them made none. */
export function auditSelfReports(
  own: readonly Pick<Accepted, "event">[],
  world: SimulatedWorld,
  fail: Fail,
): void {
  const most = world.selfReports?.kinds.size ?? 0;
  if (own.length > most)
    fail("I9 self", `${own.length} events of ${OWN_PROJECT} came of ${most} kinds of faults`);
  if (own.some(({ event }) => event.transaction === INSIDE))
    fail("I9 self", "reporting a fault was reported");
}
