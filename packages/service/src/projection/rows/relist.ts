import type { Write } from "../../ports.js";
import { effectiveStatusOf, type IssueState } from "./issue-row.js";
import { type Listed, listNameOf, moveWrites, place } from "./list.js";

/** Where an issue stands in the lists after a change, and the writes that bring it there. */
export function relist(
  { project, issue }: { readonly project: string; readonly issue: string },
  { listed: from }: Pick<IssueState, "listed">,
  after: IssueState,
  now: number,
): { readonly listed: Listed; readonly writes: readonly Write[] } {
  const { expiresAt, last: lastSeen } = after.series;
  const list = listNameOf(effectiveStatusOf(after));
  const listed = place(from, { list, lastSeen, now, expiresAt });
  return { listed, writes: moveWrites(project, issue, { from, to: listed, now }) };
}
