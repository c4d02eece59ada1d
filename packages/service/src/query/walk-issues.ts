import type { Ports } from "../ports.js";
import type { Candidates } from "./find/candidates.js";
import { type ListRow, listRows, seenBehind } from "./list-rows.js";
import { type Accept, type IssuePage, LISTS_OF, type ListIssues } from "./listing.js";
import { seenLater } from "./seen-later.js";
import { take } from "./standing-rows.js";
import type { TimeRange } from "./syntax/time-range.js";
import { type Batch, WalkedRows, type WalkPosition } from "./walked-rows.js";

/** A search that finds little stops after so many issues and hands back a cursor, rather than going on without end. */
const LOOKED_AT_MAX = 750;
const AT_ONCE_MAX = 250;
/** The same of rows that are passed over because the index says they lead to nothing. */
const ROWS_MAX = 20_000;
/** So many rows behind a page may lead to an issue that was seen later: about as many as `listSlack` counts events. */
const AHEAD_MAX = 250;

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

/**
 * A page of a list, those seen latest first, from where the last one ended. An issue stands where it was for a while after it was
 * seen again: rows behind the page are looked at as far as one seen later may stand there.
 */
export async function walkIssues(
  ports: Pick<Ports, "view">,
  { project, status, limit }: ListIssues,
  walk: Walk,
): Promise<IssuePage> {
  const { start, lastSeen, accept } = walk;
  const rows = listRows(ports, project, LISTS_OF[status], { after: start.after, lastSeen });
  const walked = new WalkedRows(start, limit, accept);
  const candidates = await fill(walked, rows, walk);
  const later = (ids: readonly string[], than: number) => seenLater(ports, { project, ids, than });
  await lookAhead(walked, rows, { isMeant: isAmong(candidates), later });
  return walked.page();
}

const isAmong =
  (candidates: Candidates) =>
  ({ issue }: ListRow): boolean =>
    candidates?.has(issue) ?? true;

/** Passes rows until there are enough issues; gives back which are meant by then. */
async function fill(
  walked: WalkedRows,
  rows: AsyncGenerator<ListRow>,
  { narrowed, ...walk }: Walk,
): Promise<Candidates> {
  let { candidates } = walk;
  let [issuesLeft, rowsLeft] = [LOOKED_AT_MAX, ROWS_MAX];
  let before: Batch | undefined;
  while (walked.room > 0 && issuesLeft > 0 && rowsLeft > 0) {
    const isMeant = isAmong(candidates);
    const count = Math.min(issuesLeft, countFor(walked.room, before));
    const taken = await take(rows, { count, rowsMax: rowsLeft, isMeant });
    if (taken.rows.length === 0) {
      walked.isEnd = true;
      return candidates;
    }
    before = await walked.pass(taken.rows, { isMeant });
    issuesLeft -= taken.meant;
    rowsLeft -= taken.rows.length;
    if (candidates || !isLow(before)) continue;
    candidates = await narrowed();
    if (candidates) before = undefined;
  }
  return candidates;
}

/** When less than half of what is looked at is shown, what narrows the list down is read. */
const isLow = ({ lookedAt, shown }: Batch): boolean => 2 * shown < lookedAt;

/** As many as fill the page, going by how many of those before were shown. */
const countFor = (room: number, before: Batch | undefined): number =>
  before ? Math.min(AT_ONCE_MAX, Math.ceil((room * (before.lookedAt + 1)) / (before.shown + 1))) : room;

interface Ahead {
  isMeant(row: ListRow): boolean;
  /** Those of the issues that were seen later. */
  later(ids: readonly string[], than: number): Promise<ReadonlySet<string>>;
}

/** Passes rows behind a full page until none further on can lead to an issue that was seen later than its last one. */
async function lookAhead(
  walked: WalkedRows,
  rows: AsyncGenerator<ListRow>,
  { isMeant, later }: Ahead,
): Promise<void> {
  const { last, seenLeast } = walked;
  if (seenLeast === undefined) return;
  const ahead: ListRow[] = [];
  for (let row = last; row && seenBehind(row) > seenLeast && ahead.length < AHEAD_MAX; row = ahead.at(-1)) {
    const { value, done } = await rows.next();
    walked.isEnd = done === true;
    if (done) break;
    ahead.push(value);
  }
  const may = ahead.filter((row) => isMeant(row) && row.seenByAtMost > seenLeast);
  const asked = await later([...new Set(may.map(({ issue }) => issue))], seenLeast);
  await walked.pass(ahead, { isMeant, isAsked: ({ issue }) => asked.has(issue) });
}
