import { TriageState } from "@faultline/core/status";
import { Delivery } from "@faultline/service/notify/deliveries";
import type { Item } from "@faultline/service/ports";
import { deliveriesPartition, ledgerPartition, statusKey } from "@faultline/service/table/layout";
import { memoize } from "@faultline/service/table/memoize";
import * as z from "zod";
import type { SimulatedRegion } from "./region.js";
import { PROJECT } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

/** All that a region's log was ever told to hold, be it overtaken by now. */
export const everWritten = (region: SimulatedRegion | undefined): Item[] =>
  (region?.memory.log.feed.read(0, Number.POSITIVE_INFINITY) ?? []).flatMap(({ new: item }) => item ?? []);

interface Partitions {
  /** How much of the feed is in them. */
  readUpTo: number;
  readonly items: Map<string, Item[]>;
}
const known = new WeakMap<SimulatedRegion, Partitions>();

/** The same of one partition. */
function everWrittenTo(region: SimulatedRegion | undefined, pk: string): readonly Item[] {
  if (!region) return [];
  const partitions = known.get(region) ?? { readUpTo: 0, items: new Map<string, Item[]>() };
  known.set(region, partitions);
  for (const { seq, new: item } of region.memory.log.feed.read(
    partitions.readUpTo,
    Number.POSITIVE_INFINITY,
  )) {
    partitions.readUpTo = seq;
    if (!item) continue;
    const own = partitions.items.get(item.pk);
    if (own) own.push(item);
    else partitions.items.set(item.pk, [item]);
  }
  return partitions.items.get(pk) ?? [];
}

/** What was told or held back of an issue, as a region's log ever said. */
export const deliveriesOf = ({ regions }: SimulatedWorld, issue: string): Delivery[] =>
  everWrittenTo(regions[0], deliveriesPartition(PROJECT, issue)).map(readDelivery);

const readDelivery = memoize((item: Item) => Delivery.parse(item));

/** All that was ever decided about an issue. */
export function decisionsOn({ regions }: SimulatedWorld, issue: string): TriageState[] {
  const { pk, sk } = statusKey(PROJECT, issue);
  const rows = regions.flatMap((region) => everWrittenTo(region, pk)).filter((item) => item.sk === sk);
  return rows.map((row) => TriageState.parse(row));
}

const Ledger = z.object({ users: z.boolean(), within: z.number(), regressed: z.number() });

/** What the ledger of a destination ever said of an issue: a sender may end before it notes what it told, and why. */
export function ledgerOf(
  { regions }: SimulatedWorld,
  issue: string,
  config: string,
): z.infer<typeof Ledger>[] {
  const pk = ledgerPartition(PROJECT, issue);
  const rows = everWrittenTo(regions[0], pk).filter((item) => item.sk.startsWith(`${config}#`));
  return rows.map((row) => Ledger.parse(row));
}
