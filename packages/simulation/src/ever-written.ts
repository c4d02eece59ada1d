import { TriageState } from "@faultline/core/status";
import { Delivery } from "@faultline/service/notify/deliveries";
import type { Item } from "@faultline/service/ports";
import { deliveriesPartition, ledgerPartition, statusKey } from "@faultline/service/table/layout";
import * as z from "zod";
import type { SimulatedRegion } from "./region.js";
import { PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

/** All that a region's log was ever told to hold, be it overtaken by now. */
export const everWritten = (region: SimulatedRegion | undefined): Item[] =>
  (region?.memory.log.feed.read(0, Number.POSITIVE_INFINITY) ?? []).flatMap(({ new: item }) => item ?? []);

/** What was told or held back of an issue, as a region's log ever said. */
export function deliveriesOf({ regions }: SimulatedWorld, issue: string): Delivery[] {
  const pk = deliveriesPartition(PROJECT, issue);
  return everWritten(regions[0]).flatMap((item) => (item.pk === pk ? [Delivery.parse(item)] : []));
}

/** All that was ever decided about an issue. */
export function decisionsOn({ regions }: SimulatedWorld, issue: string): TriageState[] {
  const { pk, sk } = statusKey(PROJECT, issue);
  const rows = regions.flatMap(everWritten).filter((item) => item.pk === pk && item.sk === sk);
  return rows.map((row) => TriageState.parse(row));
}

const Ledger = z.object({ users: z.boolean(), within: z.number() });

/** What the ledger of a destination ever said of an issue: a sender may end before it notes what it told, and why. */
export function ledgerOf(
  { regions }: SimulatedWorld,
  issue: string,
  config: string,
): z.infer<typeof Ledger>[] {
  const pk = ledgerPartition(PROJECT, issue);
  const rows = everWritten(regions[0]).filter((item) => item.pk === pk && item.sk.startsWith(`${config}#`));
  return rows.map((row) => Ledger.parse(row));
}
