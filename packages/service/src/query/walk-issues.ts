import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { writeCursor } from "./cursor.js";
import type { Candidates } from "./find/candidates.js";
import { type ListRow, listRows } from "./list-rows.js";
import { type Accept, type IssuePage, inOrder, LISTS_OF, type ListIssues } from "./listing.js";
import { standsAt, take } from "./standing-rows.js";
import type { TimeRange } from "./syntax/time-range.js";

/** `seen`: when the listing began. `after`: the last row looked at. `recent`: issues met that moved just then. */
export const WalkPosition = z.object({
  seen: z.number(),
  after: z.string().optional(),
  recent: z.array(z.string()),
});
type WalkPosition = z.infer<typeof WalkPosition>;

/** A search that finds little stops after so many issues and hands back a cursor, rather than going on without end. */
const LOOKED_AT_MAX = 750;
const AT_ONCE_MAX = 250;
/** The same of rows that are passed over because the index says they lead to nothing. */
const ROWS_MAX = 20_000;
const RECENT_MAX = 500;

interface Walk {
  readonly start: WalkPosition;
  readonly accept: Accept;
  /** The only issues that may be shown; undefined when all may. */
  readonly candidates: Candidates;
  /** The same, read when only few of those looked at are shown. */
  narrowed(): Promise<Candidates>;
  /** Within which all that is shown was seen last. */
  readonly lastSeen: TimeRange;
}

/** A page of a list in the order of its rows, from where the last one ended. */
export async function walkIssues(
  ports: Pick<Ports, "view">,
  { project, status, limit }: ListIssues,
  { start, accept, lastSeen, narrowed, ...walk }: Walk,
): Promise<IssuePage> {
  const { seen, after, recent } = start;
  const rows = listRows(ports, project, LISTS_OF[status], { after, lastSeen });
  const met = new Set(recent);
  const page = new Map<string, Issue>();
  let { candidates } = walk;
  let last = after;
  let [issuesLeft, rowsLeft] = [LOOKED_AT_MAX, ROWS_MAX];
  let before: Batch | undefined;
  while (page.size < limit && issuesLeft > 0 && rowsLeft > 0) {
    const room = limit - page.size;
    const isMeant = ({ issue }: ListRow): boolean => candidates?.has(issue) ?? true;
    const count = Math.min(issuesLeft, countFor(room, before));
    const taken = await take(rows, { count, rowsMax: rowsLeft, isMeant });
    if (taken.last === undefined) return { issues: inTime(page), cursor: undefined };
    const shown = await shownOf(taken.rows, { seen, met, accept, room });
    for (const issue of shown.issues) page.set(issue.id, issue);
    last = shown.last ?? taken.last;
    issuesLeft -= taken.rows.length;
    rowsLeft -= taken.passed;
    before = { lookedAt: taken.rows.length, shown: shown.issues.length };
    if (candidates || !isLow(before)) continue;
    candidates = await narrowed();
    if (candidates) before = undefined;
  }
  const next: WalkPosition = { seen, after: last, recent: [...met].slice(0, RECENT_MAX) };
  return { issues: inTime(page), cursor: writeCursor(next) };
}

const inTime = (page: ReadonlyMap<string, Issue>): Issue[] => [...page.values()].sort(inOrder("lastSeen"));

interface Batch {
  readonly lookedAt: number;
  readonly shown: number;
}

/** When less than half of what is looked at is shown, what narrows the list down is read. */
const isLow = ({ lookedAt, shown }: Batch): boolean => 2 * shown < lookedAt;

/** As many as fill the page, going by how many of those before were shown. */
const countFor = (room: number, before: Batch | undefined): number =>
  before ? Math.min(AT_ONCE_MAX, Math.ceil((room * (before.lookedAt + 1)) / (before.shown + 1))) : room;

interface Showing {
  readonly seen: number;
  readonly met: Set<string>;
  readonly accept: Accept;
  readonly room: number;
}

/** The issues that these rows show, as far as there is room; the row with which that ended. */
async function shownOf(
  rows: readonly ListRow[],
  { seen, met, accept, room }: Showing,
): Promise<{ readonly issues: readonly Issue[]; readonly last: string | undefined }> {
  const then = new Set(met);
  const standing = rows.filter((row) => standsAt(row, seen, then));
  const ids = new Set(standing.map(({ issue }) => issue));
  // An issue stands where its own row does: a row that a member left leads to it only where that is not among these.
  const shownAt = new Map(
    (await accept([...ids])).flatMap((issue) =>
      (ids.has(issue.id) ? [issue.id] : (issue.members ?? [])).map((part) => [part, issue] as const),
    ),
  );
  const issues = new Set<Issue>();
  for (const row of rows) {
    const issue = standsAt(row, seen, met) ? shownAt.get(row.issue) : undefined;
    if (issue) issues.add(issue);
    if (issues.size === room) return { issues: [...issues], last: row.sk };
  }
  return { issues: [...issues], last: undefined };
}
