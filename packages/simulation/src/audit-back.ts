import type { Issue } from "@faultline/core/issue";
import { TriageState } from "@faultline/core/status";
import type { Ports } from "@faultline/service/ports";
import { statusKey } from "@faultline/service/table/layout";
import { mayMiss } from "./audit-also.js";
import { ledgerOf } from "./ever-written.js";
import { mayBeDeleted, PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

/** That an issue came back after its last resolution was told to this destination, in whichever order the two came. */
export async function auditBack(
  { log }: Ports,
  issues: readonly Issue[],
  world: SimulatedWorld,
  config: string,
): Promise<void> {
  const { people, fail } = world;
  // A view made anew takes in what came before and after the resolution at once, as of an issue that begins.
  if (mayMiss(world) || world.dice.counts.has("trimmed")) return;
  for (const { id } of issues.filter(({ regressed }) => regressed)) {
    if (mayBeDeleted(world, id) || people.merging.touched.has(id) || people.silenced.has(id)) continue;
    const row = await log.get(statusKey(PROJECT, id));
    const { at = -1 }: Partial<TriageState> = row ? TriageState.parse(row) : {};
    if (!ledgerOf(world, id, config).some(({ regressed }) => regressed >= at))
      fail("I5 missed", `nobody was told that ${id} is back since it was resolved at ${at}`);
  }
}
