import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { writeCursor } from "./cursor.js";
import { type ListRow, listRows } from "./list-rows.js";
import { type Accept, type IssuePage, inOrder, LISTS_OF, type ListIssues } from "./listing.js";

/** `seen`: when the listing began. `after`: the last row looked at. `recent`: issues met that moved just then. */
export const WalkPosition = z.object({
  seen: z.number(),
  after: z.string().optional(),
  recent: z.array(z.string()),
});
type WalkPosition = z.infer<typeof WalkPosition>;

/** A search that finds little stops after so many reads and hands back a cursor, rather than going on without end. */
const READS_MAX = 20;
/** The same of rows that are passed over because the index says they lead to nothing. */
const ROWS_MAX = 20_000;

interface Walk {
  readonly start: WalkPosition;
  readonly accept: Accept;
  readonly candidates: ReadonlySet<string> | undefined;
}

/** A page of a list in the order of its rows, from where the last one ended. */
export async function walkIssues(
  ports: Pick<Ports, "view">,
  { project, status, limit }: ListIssues,
  { start, accept, candidates }: Walk,
): Promise<IssuePage> {
  const { seen, after, recent } = start;
  const rows = listRows(ports, project, LISTS_OF[status], after);
  const isMeant = ({ issue }: ListRow): boolean => candidates?.has(issue) ?? true;
  const met = new Set(recent);
  const issues: Issue[] = [];
  let last = after;
  let rowsLeft = ROWS_MAX;
  for (let reads = 0; issues.length < limit && reads < READS_MAX && rowsLeft > 0; reads++) {
    const taken = await take(rows, { count: limit - issues.length, rowsMax: rowsLeft, isMeant });
    if (taken.last === undefined) return { issues: issues.sort(latestFirst), cursor: undefined };
    last = taken.last;
    rowsLeft -= taken.passed;
    const standing = taken.rows.filter((row) => standsAt(row, seen, met));
    issues.push(...(await accept([...new Set(standing.map((row) => row.issue))])));
  }
  const next: WalkPosition = { seen, after: last, recent: [...met].slice(0, RECENT_MAX) };
  return { issues: issues.sort(latestFirst), cursor: writeCursor(next) };
}

const latestFirst = inOrder("lastSeen");

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

interface Taking {
  readonly count: number;
  readonly rowsMax: number;
  isMeant(row: ListRow): boolean;
}

/** Some of the next rows that are meant, and the last one that was looked at; none when there are no more. */
async function take(walk: AsyncGenerator<ListRow>, { count, rowsMax, isMeant }: Taking) {
  const rows: ListRow[] = [];
  let last: string | undefined;
  let passed = 0;
  while (rows.length < count && passed < rowsMax) {
    const { value, done } = await walk.next();
    if (done) break;
    last = value.sk;
    passed += 1;
    if (isMeant(value)) rows.push(value);
  }
  return { rows, last, passed };
}
