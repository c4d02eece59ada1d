import { placeOf } from "@faultline/service/notify/outbox";
import { PARKED } from "@faultline/service/projection/parked";
import { issueKey, readIssue } from "@faultline/service/projection/rows/issue-row";
import { outboxPartition, packKey } from "@faultline/service/table/layout";
import type { DestinationWorld } from "./destination.js";
import type { SimulatedRegion } from "./region.js";
import { untroubled } from "./surroundings.js";

/** Since when the oldest waits of what these regions have to tell; undefined when there is nothing. */
export async function toTellSince(
  regions: readonly SimulatedRegion[],
  { arrived }: DestinationWorld,
): Promise<number | undefined> {
  const times: number[] = [];
  for (const { ports } of regions) {
    const view = untroubled(ports.view);
    for (const item of (await view.query({ pk: outboxPartition })).items) {
      const { project, issue } = placeOf(item);
      const { out } = readIssue(await view.get(issueKey(project, issue)));
      // One that is told now and then goes on being the same to tell.
      const toldAt = arrived.findLast((one) => one.issue === issue)?.at ?? 0;
      times.push(...out.map(({ at }) => Math.max(at, toldAt)));
    }
  }
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Whether something is spooled, or parked that could be read. */
export async function hasSomethingAside(
  regions: readonly SimulatedRegion[],
  poisoned: readonly string[],
): Promise<boolean> {
  const poison = new Set(poisoned.map((name) => packKey(name).pk));
  for (const { ports } of regions) {
    const parked = await untroubled(ports.view).query({ pk: PARKED });
    const isLeft = parked.items.some(({ sk }) => !poison.has(sk.split("\n")[0] ?? ""));
    if (isLeft || ((await ports.spool?.names()) ?? []).length > 0) return true;
  }
  return false;
}
