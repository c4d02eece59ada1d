import { SUFFIX_CHARS_MIN, suffixOf } from "@faultline/core/short-id";
import * as z from "zod";
import type { Item, Key, Ports, Write } from "../../ports.js";
import { versionOf } from "../../table/compare-and-swap.js";
import { shortIdsPartition } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { isKeptLong } from "../expiry.js";
import { LAST } from "../series/load.js";

/** The issues of a project whose ids begin alike: what their ids are, and in epoch seconds until when each is kept. */
const Alike = z.object({ all: z.record(z.string(), z.number()) });
type Alike = z.infer<typeof Alike>["all"];

const keyOf = (project: string, beginning: string): Key => ({
  pk: shortIdsPartition(project),
  sk: beginning,
});
const beginningOf = (suffix: string): string => suffix.slice(0, SUFFIX_CHARS_MIN);

/**
 * The write by which an issue is found by its short id, to be kept as long as the issue; none when it is. It holds as
 * long as nobody else wrote that row meanwhile.
 */
export async function shortIdWrites(
  ports: Pick<Ports, "view" | "clock">,
  project: string,
  issue: string,
  expiresAt: number,
): Promise<Write[]> {
  const suffix = suffixOf(issue);
  if (suffix === undefined) return [];
  const key = keyOf(project, beginningOf(suffix));
  const { row, all } = await readAlike(ports, key);
  if (row && isKeptLong(all[suffix], expiresAt)) return [];
  const now = ports.clock.now() / 1000;
  const others = Object.entries(all).filter(([one, until]) => one !== suffix && until > now);
  const next = { ...Object.fromEntries(others), [suffix]: expiresAt };
  const x = Math.max(...Object.values(next));
  const ver = versionOf(row);
  const condition = row ? ({ kind: "version", is: ver } as const) : ({ kind: "absent" } as const);
  return [{ kind: "put", item: { ...key, all: next, x, ver: ver + 1 }, condition }];
}

/** What the ids of a project's issues are that begin so; some of them may be gone. */
export async function suffixesFrom(
  ports: Pick<Ports, "view">,
  project: string,
  beginning: string,
): Promise<readonly string[]> {
  const { all } = await readAlike(ports, keyOf(project, beginningOf(beginning)));
  return Object.keys(all).filter((suffix) => suffix.startsWith(beginning));
}

/** The same for each of several, those that begin like it, itself among them. */
export async function suffixesLike(
  ports: Pick<Ports, "view">,
  project: string,
  suffixes: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const beginnings = [...new Set(suffixes.map(beginningOf))];
  const rows = await ports.view.getMany(beginnings.map((beginning) => keyOf(project, beginning)));
  const byBeginning = new Map(rows.map((row) => [row.sk, Object.keys(Alike.parse(row).all)]));
  // Of an issue that an earlier version made, and that the view's renewal has yet to come to.
  for (const suffix of suffixes) {
    const beginning = beginningOf(suffix);
    if (!byBeginning.get(beginning)?.includes(suffix))
      byBeginning.set(beginning, [...(await suffixesFrom(ports, project, beginning)), suffix]);
  }
  return new Map(suffixes.map((suffix) => [suffix, byBeginning.get(beginningOf(suffix)) ?? []]));
}

/** A project has fewer issues whose ids begin alike; of more, who asks gets the first. */
const ALIKE_MAX = 1000;

/** Earlier versions wrote a row for each issue, by its whole id, behind where the one for all of them is now. */
async function readAlike({ view }: Pick<Ports, "view">, { pk, sk }: Key) {
  const found = await collect(queryAll(view, { pk, from: sk, to: sk + LAST, limit: ALIKE_MAX }), ALIKE_MAX);
  const row = found.find((item) => item.sk === sk);
  const single = found.filter((item) => item.sk !== sk).map((item) => [item.sk, keptUntil(item)] as const);
  const all: Alike = { ...Object.fromEntries(single), ...(row && Alike.parse(row).all) };
  return { row, all };
}

const Kept = z.object({ x: z.number().default(0) });
const keptUntil = (item: Item): number => Kept.parse(item).x;
