import * as z from "zod";
import { bySmallestHash } from "../facets/facet-set.js";
import type { Entry } from "../series/entry.js";

/** An issue's events by the environment they happened in; those that do not say are not among them. */
export const Environments = z.record(z.string(), z.number());
export type Environments = Readonly<z.infer<typeof Environments>>;

/** Beyond so many those with the smallest hashes are counted: the same ones, in whatever order events come. */
const COUNTED_MAX = 50;

/** Whether an issue has no events in such environments. Once there are more than are counted nobody knows: then it is false. */
export function isKnownNowhere(known: Environments, isSuch: (name: string) => boolean): boolean {
  const names = Object.keys(known);
  return names.length < COUNTED_MAX && !names.some(isSuch);
}

type Told = Pick<Entry, "environment">;

/** How many events more each environment has with these, and without those. */
export function tallyEnvironments(more: readonly Told[], less: readonly Told[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, by: number): void => {
    if (name !== "") counts.set(name, (counts.get(name) ?? 0) + by);
  };
  for (const { environment } of more) add(environment, 1);
  for (const { environment } of less) add(environment, -1);
  return counts;
}

/** The counts with these added. */
export function withTally(before: Environments, tally: ReadonlyMap<string, number>): Environments {
  if ([...tally.values()].every((by) => by === 0)) return before;
  const counts = new Map(Object.entries(before));
  for (const [name, by] of tally) counts.set(name, (counts.get(name) ?? 0) + by);
  const names = [...counts.keys()].filter((name) => (counts.get(name) ?? 0) > 0);
  return Object.fromEntries(keptNames(names).map((name) => [name, counts.get(name) ?? 0]));
}

/** Those of some environments that are counted. What an issue counts of all its events each hour counts of its own, too. */
export const keptNames = (names: readonly string[]): readonly string[] =>
  names.length > COUNTED_MAX ? bySmallestHash(names).slice(0, COUNTED_MAX) : names.toSorted();
