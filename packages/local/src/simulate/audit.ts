import { readPack } from "@faultline/service/pack";
import type { Key, Ports } from "@faultline/service/ports";
import { describeView } from "@faultline/service/reduce/describe";
import { rebuild } from "@faultline/service/reduce/rebuild";
import { memoryTable } from "../memory-table.js";
import { auditNotices } from "./audit-notices.js";
import { auditOutboxes, auditRegion } from "./audit-region.js";
import { untroubled } from "./surroundings.js";
import type { SimulatedWorld } from "./world.js";

/** A promise that did not hold, by the name the design gives it. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

export interface Audit {
  readonly violations: readonly Violation[];
  readonly due: number;
  readonly duplicated: number;
}

/** Holds a world at rest against every promise. */
export async function audit(world: SimulatedWorld): Promise<Audit> {
  const violations: Violation[] = [];
  const fail = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const calm = world.regions.map(({ memory, ports }) => ({
    ...memory.ports,
    blobs: ports.blobs,
    view: untroubled(ports.view),
  }));
  const [first] = calm;
  if (!first) throw new Error("there are two regions");
  const stored = await Promise.all(calm.map((ports) => storedEvents(ports, world)));

  for (const id of world.client.acked)
    if (!stored.every((events) => events.has(id)))
      fail("I1 lost", `${id} was accepted and is not in both logs`);
  for (const id of stored[0]?.keys() ?? []) if (!world.client.sent.has(id)) fail("I3 phantom", id);
  if (world.decreases > 0) fail("I4 decrease", `a total went down ${world.decreases} times`);

  await auditViews(calm, world, fail);
  for (const [place, ports] of calm.entries()) await auditRegion(ports, stored[place] ?? new Map(), fail);
  await auditOutboxes(calm, fail);
  const told = await auditNotices(first, world, fail);
  return { violations, ...told };
}

export type Fail = (invariant: string, detail: string) => void;
export type Stored = ReadonlyMap<string, { readonly issue: string; readonly at: number }>;

/** Every event in a region's log, once. */
async function storedEvents(ports: Ports, world: SimulatedWorld): Promise<Stored> {
  const events = new Map<string, { issue: string; at: number }>();
  let after: Key | undefined;
  do {
    const page = await ports.log.scan(after);
    for (const item of page.items.filter(
      ({ pk }) => pk.startsWith("K#") && !world.poisoned.includes(pk.slice(2)),
    )) {
      for (const { event, at } of await readPack(ports, item))
        events.set(event.id, { issue: event.issue, at });
    }
    after = page.next;
  } while (after);
  return events;
}

/** Both regions' views are the same, and the same as one made anew from the log. */
async function auditViews(calm: readonly Ports[], world: SimulatedWorld, fail: Fail): Promise<void> {
  const rebuilt = calm
    .slice(0, 1)
    .map((ports) => ({ ...ports, view: memoryTable({ clock: ports.clock, hasFeed: false }).table }));
  for (const ports of rebuilt) await rebuild(withoutPoison(ports, world), () => undefined);
  const views = await Promise.all([...calm, ...rebuilt].map(describeView));
  const [inA, inB, anew] = views.map(({ lines }) => JSON.stringify(lines));
  if (views.some(({ broken }) => broken.length > 0)) fail("I2 broken", "a count contradicts its entries");
  if (inA !== inB) fail("I2 diverged", "the regions' views differ");
  if (inA !== anew) fail("I2 rebuild", "a rebuilt view differs");
}

/** A log without the packs nobody can read: a rebuild refuses to leave anything out. */
const withoutPoison = (ports: Ports, world: SimulatedWorld): Ports => ({
  ...ports,
  log: {
    ...ports.log,
    scan: async (after) => {
      const page = await ports.log.scan(after);
      return { ...page, items: page.items.filter(({ pk }) => !world.poisoned.includes(pk.slice(2))) };
    },
  },
});
