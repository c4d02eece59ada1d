import type { Issue } from "@faultline/core/issue";
import type { Ports } from "../ports.js";
import { timeKey, timeOf } from "../projection/rows/ranks.js";
import { type IssuePage, inOrder, LISTS_OF, type ListIssues } from "./listing.js";
import { behind, type RankRow, rankRows } from "./rank-rows.js";
import { acceptedOf, pageOf, type RankedFrom } from "./ranked-page.js";

const AT_ONCE = 250;

/** A page by first seen: rows say exactly when that was. */
export async function issuesByTime(
  ports: Pick<Ports, "view">,
  { project, status, sort, limit }: ListIssues,
  { start, accept, readsMax }: RankedFrom,
): Promise<IssuePage> {
  const from = Number.isFinite(start.value) ? `${timeKey(start.value)}#${behind(start.id)}` : undefined;
  const rows = rankRows(ports, { project, lists: LISTS_OF[status], ranking: "firstSeen" }, { from });
  const met: Issue[] = [];
  let last: RankRow | undefined;
  for (let reads = 0; reads < readsMax && met.length <= limit; ) {
    const some = await take(rows, Math.min(AT_ONCE, limit + 1 - met.length));
    if (some.length === 0) return pageOf(met, { sort, limit }, start);
    last = some.at(-1);
    reads += some.length;
    // One that came back after it had expired may still have a row of before besides.
    const places = new Set(some.map(({ key, issue }) => `${key}#${issue}`));
    const found = await acceptedOf(accept, [...new Set(some.map(({ issue }) => issue))]);
    const there = found.filter(({ id, firstSeen }) => places.has(`${timeKey(firstSeen)}#${id}`));
    met.push(...there.sort(inOrder(sort)));
  }
  return pageOf(met, { sort, limit }, start, last && { value: timeOf(last.key), id: last.issue });
}

async function take(rows: AsyncGenerator<RankRow>, most: number): Promise<RankRow[]> {
  const some: RankRow[] = [];
  while (some.length < most) {
    const { value, done } = await rows.next();
    if (done) break;
    some.push(value);
  }
  return some;
}
