import { placeOf } from "../notify/outbox.js";
import type { Ports } from "../ports.js";
import { readIssue } from "../projection/rows/issue-row.js";
import { issuePartition, outboxPartition, SINGLE } from "../table/layout.js";

/** In a flood of issues to tell of, so many say well enough how long people wait. */
const ISSUES_LOOKED_AT = 50;

/** How long the oldest notification has been due, in milliseconds; 0 when nothing is. */
export async function outboxAge({ view, clock }: Pick<Ports, "view" | "clock">): Promise<number> {
  const { items } = await view.query({ pk: outboxPartition, limit: ISSUES_LOOKED_AT });
  const keys = items
    .map(placeOf)
    .map(({ project, issue }) => ({ pk: issuePartition(project, issue), sk: SINGLE }));
  if (keys.length === 0) return 0;
  const due = (await view.getMany(keys)).flatMap((item) => readIssue(item).out.map(({ at }) => at));
  return due.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...due));
}
