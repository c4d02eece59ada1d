import * as z from "zod";
import type { Item, Key, Ports } from "../ports.js";
import { versionOf } from "../table/compare-and-swap.js";
import { toldPartition } from "../table/layout.js";
import { keptUntil } from "../table/retention.js";

/** Where an issue was told, and when last. */
export const Told = z.object({
  /** As it may be shown: masked. */
  destination: z.string(),
  at: z.number(),
  /** What the destination calls it, a ticket's number for instance. */
  reference: z.string().optional(),
});
export type Told = z.infer<typeof Told>;

/** What one region told of an issue, by destination, latest first: a row a list needs no history for. */
const Row = z.object({ told: z.array(Told) });

const DESTINATIONS_MAX = 20;

export const toldKey = (project: string, issue: string, region: string): Key => ({
  pk: toldPartition(project, issue),
  sk: region,
});

export const toldIn = (item: Item): readonly Told[] => Row.parse(item).told;

/** The row with these in it, given as they may come, and the version of the one that it takes the place of. */
export async function rowWithTold(
  ports: Pick<Ports, "region" | "log" | "settings">,
  { project, issue }: { readonly project: string; readonly issue: string },
  more: readonly Told[],
) {
  const key = toldKey(project, issue, ports.region);
  const stored = await ports.log.get(key);
  const ver = versionOf(stored);
  const told = latestByDestination([...(stored ? toldIn(stored) : []), ...more]).slice(0, DESTINATIONS_MAX);
  const item = { ...key, told: [...told], ver: ver + 1, x: keptUntil(ports, told[0]?.at ?? 0) };
  const condition = stored ? ({ kind: "version", is: ver } as const) : ({ kind: "absent" } as const);
  return { kind: "put" as const, item, condition };
}

/** Of each destination the latest, with what it was last called there; latest first. */
export function latestByDestination(all: readonly Told[]): readonly Told[] {
  const latest = new Map<string, Told>();
  for (const told of all.toSorted((a, b) => b.at - a.at)) {
    const known = latest.get(told.destination) ?? told;
    latest.set(told.destination, { ...known, reference: known.reference ?? told.reference });
  }
  return [...latest.values()];
}
