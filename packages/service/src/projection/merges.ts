import * as z from "zod";
import type { Item, Ports } from "../ports.js";
import { mergeKey, mergesPartition } from "../table/layout.js";
import { memoize } from "../table/memoize.js";
import { collect, queryAll } from "../table/query-all.js";

/**
 * What people decided about merging an issue: one last-writer-wins register in the log. `at` is a hybrid clock, as that of
 * a decision is. Nothing is moved: it alone says which issues are shown as one.
 */
export const Merge = z.object({
  into: z.string().nullable(),
  /** Out of which it was taken, when it is in none. */
  from: z.string().optional(),
  at: z.number(),
  by: z.string(),
});
export type Merge = z.infer<typeof Merge>;

const mergeIn = memoize((item: Item): Merge => Merge.parse(item));

/** Every register of a project, by issue. */
export async function mergesOf(
  { log }: Pick<Ports, "log">,
  project: string,
): Promise<ReadonlyMap<string, Merge>> {
  const items = await collect(queryAll(log, { pk: mergesPartition(project) }));
  return new Map(items.map((item) => [item.sk, mergeIn(item)]));
}

/**
 * The issue that one is shown as a part of, by the log; undefined when it is shown by itself. Two regions may merge in a
 * circle: then all of it is shown as the smallest id in it.
 */
export async function rootOf(
  ports: Pick<Ports, "log">,
  project: string,
  issue: string,
): Promise<string | undefined> {
  const path = [issue];
  let into = await intoOf(ports, project, issue);
  while (into !== undefined && !path.includes(into)) {
    path.push(into);
    into = await intoOf(ports, project, into);
  }
  const circle = into === undefined ? [] : path.slice(path.indexOf(into)).sort();
  const root = circle[0] ?? path.at(-1);
  return root === issue ? undefined : root;
}

async function intoOf(
  { log }: Pick<Ports, "log">,
  project: string,
  issue: string,
): Promise<string | undefined> {
  const item = await log.get(mergeKey(project, issue));
  return item && (mergeIn(item).into ?? undefined);
}

/** An issue, and those whose way to their root leads over it. */
export function upstreamOf(merges: ReadonlyMap<string, Pick<Merge, "into">>, issue: string): string[] {
  const sources = new Map<string, string[]>();
  for (const [source, { into }] of merges)
    if (into !== null) sources.set(into, [...(sources.get(into) ?? []), source]);
  const found = new Set([issue]);
  for (const one of found) for (const source of sources.get(one) ?? []) found.add(source);
  return [...found];
}
