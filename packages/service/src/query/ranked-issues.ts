import type { Issue } from "@faultline/core/issue";
import { z } from "zod";
import type { Ports } from "../ports.js";
import { collect } from "../table/query-all.js";
import { writeCursor } from "./cursor.js";
import { listRows } from "./list-rows.js";
import { type Accept, type IssuePage, inOrder, LISTS_OF, type ListIssues, RANKS } from "./listing.js";

export const RankPosition = z.object({ seen: z.number(), value: z.number(), id: z.string() });

interface Ranking {
  readonly start: z.infer<typeof RankPosition>;
  readonly accept: Accept;
  readonly candidates: ReadonlySet<string> | undefined;
}

const AT_ONCE = 250;

/**
 * A page by first seen, count or users, highest first. There is no index for these: the whole list is read
 * for each page, and a value that changes between two pages may move its issue over the border.
 */
export async function rankedIssues(
  ports: Pick<Ports, "view">,
  { project, status, sort, limit }: ListIssues,
  { start, accept, candidates }: Ranking,
): Promise<IssuePage> {
  const rank = RANKS[sort];
  const rows = await collect(listRows(ports, project, LISTS_OF[status], undefined));
  const ids = [...new Set(rows.map((row) => row.issue))].filter((id) => candidates?.has(id) ?? true);
  const behind = (issue: Issue): boolean =>
    rank(issue) < start.value || (rank(issue) === start.value && issue.id > start.id);
  const ranked: Issue[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    ranked.push(...(await accept(ids.slice(from, from + AT_ONCE))).filter(behind));
    // A table on this machine answers at once: others are let in between.
    await new Promise((resolve) => setImmediate(resolve));
  }
  ranked.sort(inOrder(sort));
  const page = ranked.slice(0, limit);
  const last = page.at(-1);
  const hasMore = last && ranked.length > limit;
  const cursor = hasMore ? writeCursor({ seen: start.seen, value: rank(last), id: last.id }) : undefined;
  return { issues: page, cursor };
}
