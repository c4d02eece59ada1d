import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { writeCursor } from "./cursor.js";
import { type Accept, type IssuePage, type ListIssues, RANKS } from "./listing.js";

/** Behind which issue a page begins: its value, and its id. */
export const RankPosition = z.object({ seen: z.number(), value: z.number(), id: z.string() });
export type RankPosition = z.infer<typeof RankPosition>;

export interface RankedFrom {
  readonly start: RankPosition;
  readonly accept: Accept;
  /** So many issues are looked at for a page: beyond that it is short and goes on. */
  readonly readsMax: number;
}

const AT_ONCE = 250;

/** Those of the issues that are accepted, some of them at a time. */
export async function acceptedOf(accept: Accept, ids: readonly string[]): Promise<Issue[]> {
  const met: Issue[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    met.push(...(await accept(ids.slice(from, from + AT_ONCE))));
    // A table on this machine answers at once: others are let in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return met;
}

/** Whether an issue comes behind a place. */
export const isBehind =
  (sort: ListIssues["sort"], { value, id }: Pick<RankPosition, "value" | "id">) =>
  (issue: Issue): boolean =>
    RANKS[sort](issue) < value || (RANKS[sort](issue) === value && issue.id > id);

/** Each once: one that moved while the page was read may have been met twice, as may one that expired and came back. */
export const once = (issues: readonly Issue[]): Issue[] => [
  ...new Map(issues.map((issue) => [issue.id, issue])).values(),
];

/** The first of these, and where the next page begins: behind the last one, when there are more, or at `next`. */
export function pageOf(
  ranked: readonly Issue[],
  { sort, limit }: Pick<ListIssues, "sort" | "limit">,
  { seen }: Pick<RankPosition, "seen">,
  next?: Pick<RankPosition, "value" | "id">,
): IssuePage {
  const all = once(ranked);
  const issues = all.slice(0, limit);
  const last = issues.at(-1);
  const hasMore = last !== undefined && all.length > limit;
  const behind = hasMore ? { value: RANKS[sort](last), id: last.id } : next;
  return { issues, cursor: behind && writeCursor({ seen, ...behind }) };
}
