import type { Ports } from "../ports.js";
import { isRenewed, readMark } from "../projection/view-mark.js";
import { collect } from "../table/query-all.js";
import type { Candidates } from "./find/candidates.js";
import { listRows } from "./list-rows.js";
import { type IssuePage, inOrder, LISTS_OF, type ListIssues } from "./listing.js";
import { issuesByClass } from "./ranked-by-class.js";
import { issuesByTime } from "./ranked-by-time.js";
import { acceptedOf, isBehind, pageOf, type RankedFrom } from "./ranked-page.js";

/** A page looks at so many issues at the most: about a seventh of a second over the store of one machine. */
const READS_MAX = 5_000;

interface Asked extends Pick<RankedFrom, "start" | "accept"> {
  /** The only issues that may be shown; undefined when all may. */
  readonly candidates: Candidates;
}

/**
 * A page by first seen, count or users, highest first, from the rows that rank issues. A value that changes between two
 * pages may move its issue over the border.
 */
export async function rankedIssues(
  ports: Pick<Ports, "view">,
  request: ListIssues,
  { candidates, ...asked }: Asked,
): Promise<IssuePage> {
  const { sort } = request;
  const from = { ...asked, readsMax: READS_MAX };
  if (candidates) return rankedAmong([...candidates], request, from);
  if (sort === "lastSeen" || !isRenewed((await readMark(ports)).mark))
    return rankedWhole(ports, request, from);
  return sort === "firstSeen"
    ? issuesByTime(ports, request, from)
    : issuesByClass(ports, { ...request, sort }, from);
}

/** Of a view that an earlier version made, until its renewal is through: the whole list is read for each page. */
async function rankedWhole(
  ports: Pick<Ports, "view">,
  request: ListIssues,
  from: RankedFrom,
): Promise<IssuePage> {
  const rows = await collect(listRows(ports, request.project, LISTS_OF[request.status]));
  return rankedAmong([...new Set(rows.map((row) => row.issue))], request, from);
}

async function rankedAmong(
  ids: readonly string[],
  { sort, limit }: ListIssues,
  { start, accept }: Pick<RankedFrom, "start" | "accept">,
): Promise<IssuePage> {
  const met = await acceptedOf(accept, ids);
  return pageOf(met.filter(isBehind(sort, start)).sort(inOrder(sort)), { sort, limit }, start);
}
