import type { Condition, Item, Key, Ports, Written } from "../../ports.js";
import { versionOf } from "../../table/compare-and-swap.js";
import { issueKey, readIssue } from "./issue-row.js";
import { placesOf, type RankWrites } from "./ranks.js";

/** An issue whose rows in lists move beside its own row, and the version of that which was read. */
interface Moving {
  readonly project: string;
  readonly issue: string;
  readonly ver: number;
  readonly ranks: RankWrites;
}

/**
 * Writes issues by `work`, and around it their rows that move in lists: those they come to before it, those they leave
 * after it. Where that was not written, or may have been, what leads to nothing is taken away.
 */
export async function withRankMoves(
  { view }: Pick<Ports, "view">,
  moving: readonly Moving[],
  work: () => Promise<Written>,
): Promise<Written> {
  for (const { ranks } of moving) for (const item of ranks.arriving) await arrive(view, item);
  const written = await work();
  for (const one of moving) {
    if (written === "conflict") await tidy(view, one);
    else for (const { key, condition } of one.ranks.leaving) await view.delete(key, condition);
  }
  return written;
}

/** What a later write of the issue put there stays: its place is remembered by its version, and this comes too late. */
async function arrive(view: Ports["view"], item: Item): Promise<void> {
  if ((await view.put(item, { kind: "absent" })) === "written") return;
  const there = await view.get(item);
  const ver = versionOf(there);
  if (ver >= versionOf(item)) return;
  const isReplaced = there !== undefined && ver > 0;
  // Rows of earlier versions have none, and nobody waits to take them away.
  const written = await view.put(item, isReplaced ? { kind: "version", is: ver } : undefined);
  if (written === "conflict") await arrive(view, item);
}

/**
 * Once the issue was written by whomever, nobody comes to these places by these versions any more: a row there leads to
 * nothing, unless the issue stands there now.
 */
async function tidy(view: Ports["view"], { project, issue, ver, ranks }: Moving): Promise<void> {
  const rows = [
    ...ranks.leaving,
    ...ranks.arriving.map((item) => ({ key: item, condition: atItsVersion(item) })),
  ];
  if (rows.length === 0) return;
  const now = readIssue(await view.get(issueKey(project, issue)));
  if (now.series.ver <= ver) return;
  const places = now.ranks ? placesOf(project, issue, now.ranks) : [];
  const isThere = (key: Key): boolean => places.some(({ pk, sk }) => pk === key.pk && sk === key.sk);
  for (const { key, condition } of rows) if (!isThere(key)) await view.delete(key, condition);
}

const atItsVersion = (item: Item): Condition => ({ kind: "version", is: versionOf(item) });
