import { groupBy } from "@faultline/core/group-by";
import { ensureProject, patchProject } from "@faultline/service/projects/projects";
import type { Wanted } from "./audit.js";
import { type Calendar, DAY } from "./calendar.js";
import { decisionsOn } from "./ever-written.js";
import { DICE, type DiceVersion } from "./faults.js";
import type { SimulatedRegion } from "./region.js";
import { type Fail, PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

/** In every so many worlds of weeks an issue is resolved when it was quiet for this long. */
const EVERY = 3;
const QUIET_DAYS = 1;

export const resolvesQuiet = (
  { seed, dice = DICE }: { readonly seed: number; readonly dice?: DiceVersion | undefined },
  { isLong }: Pick<Calendar, "isLong">,
): boolean => isLong && dice > 1 && seed % EVERY === 1;

/** Makes the project in each region, which resolves what is quiet when it is said so. */
export async function makeProject(regions: readonly SimulatedRegion[], isResolving: boolean): Promise<void> {
  for (const region of regions) {
    await region.live(() => ensureProject(region.ports, PROJECT));
    if (isResolving)
      await region.live(() => patchProject(region.ports, PROJECT, { autoResolveDays: QUIET_DAYS }));
  }
}

/** What was resolved because it was quiet was so, as of then: so long after an event of it, or after a decision. */
export function auditQuiet(world: SimulatedWorld, copies: readonly Wanted[], fail: Fail): void {
  for (const [issue, events] of groupBy(copies, (event) => event.issue)) {
    const decisions = decisionsOn(world, issue);
    const times = new Set([
      ...decisions.map(({ at }) => at),
      ...events.flatMap(({ at, reopensBefore }) => [at, reopensBefore]),
    ]);
    for (const { at } of decisions.filter(({ why }) => why?.startsWith("quiet"))) {
      world.dice.happened("autoResolved");
      if (!times.has(at - QUIET_DAYS * DAY))
        fail("I6 quiet", `${issue} was resolved as of ${at}, and was not quiet`);
    }
  }
}
