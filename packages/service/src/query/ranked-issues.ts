import type { Issue } from "@faultline/core/issue";
import { z } from "zod";
import type { Ports } from "../ports.js";
import { collect } from "../table/query-all.js";
import { readCursor, writeCursor } from "./cursor.js";
import { getIssues } from "./issues.js";
import { listRows } from "./list-rows.js";
import { type IssuePage, LISTS_OF, type ListIssues, matcher } from "./listing.js";

const Position = z.object({ value: z.number(), id: z.string() });

/**
 * A page by first seen, count or users, highest first. There is no index for these: the whole list is read
 * for each page, and a value that changes between two pages may move its issue over the border.
 */
export async function rankedIssues(
  ports: Pick<Ports, "view" | "clock">,
  request: ListIssues,
): Promise<IssuePage> {
  const { project, status, sort, limit } = request;
  const rank = RANKS[sort];
  const rows = await collect(listRows(ports, project, LISTS_OF[status], undefined));
  const issues = await getIssues(ports, project, [...new Set(rows.map((row) => row.issue))]);
  const start = request.cursor === undefined ? undefined : readCursor(Position, request.cursor);
  const behind = (issue: Issue): boolean => {
    if (!start) return true;
    return rank(issue) < start.value || (rank(issue) === start.value && issue.id > start.id);
  };
  const ranked = [...issues.values()]
    .filter(matcher(request, ports.clock.now()))
    .filter(behind)
    .sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const page = ranked.slice(0, limit);
  const last = page.at(-1);
  const cursor = last && ranked.length > limit ? writeCursor({ value: rank(last), id: last.id }) : undefined;
  return { issues: page, cursor };
}

const RANKS: Readonly<Record<ListIssues["sort"], (issue: Issue) => number>> = {
  lastSeen: (issue) => issue.lastSeen,
  firstSeen: (issue) => issue.firstSeen,
  count: (issue) => issue.count,
  users: (issue) => issue.users,
};
