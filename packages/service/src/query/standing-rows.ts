import type { ListRow } from "./list-rows.js";

/** A write that was under way when the listing began may have been missed on its new place: its old one counts too. */
const SETTLING_MILLISECONDS = 1000;

/**
 * Whether a listing that began at `seen` shows an issue at this row. Of one that moved just then, up or down, the first place
 * that is met; it is noted in `recent`.
 */
export function standsAt(row: ListRow, seen: number, recent: Set<string>): boolean {
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

/** The next rows, so many of them meant; none when there are no more. */
export async function take(walk: AsyncGenerator<ListRow>, { count, rowsMax, isMeant }: Taking) {
  const rows: ListRow[] = [];
  let meant = 0;
  while (meant < count && rows.length < rowsMax) {
    const { value, done } = await walk.next();
    if (done) break;
    rows.push(value);
    if (isMeant(value)) meant += 1;
  }
  return { rows, meant };
}
