import type { Issue } from "@faultline/core/issue";
import { z } from "zod";
import type { Ports } from "../ports.js";
import { readCursor, writeCursor } from "./cursor.js";
import { getIssues } from "./issues.js";
import { type ListRow, listRows } from "./list-rows.js";
import { type IssuePage, LISTS_OF, type ListIssues, matcher } from "./listing.js";
import { rankedIssues } from "./ranked-issues.js";

/** `seen`: when the listing began. `after`: the last row looked at. `recent`: issues met that moved just then. */
const Position = z.object({ seen: z.number(), after: z.string().optional(), recent: z.array(z.string()) });
type Position = z.infer<typeof Position>;

/** A search that finds little stops after so many reads and hands back a cursor, rather than going on without end. */
const READS_MAX = 20;

/**
 * A page of a project's issues. Sorted by `lastSeen`, all pages together show the list as it stood at the
 * first one: every issue once, however many errors arrive meanwhile.
 */
export async function listIssues(
  ports: Pick<Ports, "view" | "clock">,
  request: ListIssues,
): Promise<IssuePage> {
  if (request.sort !== "lastSeen") return rankedIssues(ports, request);
  const { project, status, limit } = request;
  const start = { seen: ports.clock.now(), recent: [] };
  const { seen, after, recent }: Position =
    request.cursor === undefined ? start : readCursor(Position, request.cursor);
  const walk = listRows(ports, project, LISTS_OF[status], after);
  const matches = matcher(request, seen);
  const met = new Set(recent);
  const issues: Issue[] = [];
  let last = after;
  for (let reads = 0; issues.length < limit && reads < READS_MAX; reads++) {
    const rows = await take(walk, limit - issues.length);
    last = rows.at(-1)?.sk;
    if (last === undefined) return { issues: issues.sort(latestFirst), cursor: undefined };
    const there = rows.filter((row) => standsAt(row, seen, met));
    const found = await getIssues(ports, project, [...new Set(there.map((row) => row.issue))]);
    issues.push(...[...found.values()].filter(matches));
  }
  const next: Position = { seen, after: last, recent: [...met].slice(0, RECENT_MAX) };
  return { issues: issues.sort(latestFirst), cursor: writeCursor(next) };
}

const latestFirst = (a: Issue, b: Issue): number => b.lastSeen - a.lastSeen || (a.id < b.id ? -1 : 1);

/** A write that was under way when the listing began may have been missed on its new place: its old one counts too. */
const SETTLING_MILLISECONDS = 1000;
const RECENT_MAX = 500;

/** Of an issue that moved just then, up or down, the first place that is met; it is noted in `recent`. */
function standsAt(row: ListRow, seen: number, recent: Set<string>): boolean {
  if (row.since > seen) return false;
  const settled = seen - SETTLING_MILLISECONDS;
  const left = row.until ?? Number.POSITIVE_INFINITY;
  if (left <= settled) return false;
  if (row.since <= settled && left > seen) return true;
  if (recent.has(row.issue)) return false;
  recent.add(row.issue);
  return true;
}

async function take(walk: AsyncGenerator<ListRow>, count: number): Promise<ListRow[]> {
  const rows: ListRow[] = [];
  while (rows.length < count) {
    const { value, done } = await walk.next();
    if (done) break;
    rows.push(value);
  }
  return rows;
}
