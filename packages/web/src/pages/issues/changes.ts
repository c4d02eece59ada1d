import type { BulkChange } from "../../api/issues.js";
import type { BulkResult, Issue, Status } from "../../api/types.js";

/** What was done, for telling people. */
type Done = Status | "assigned" | "unassigned" | "muted" | "unmuted" | "deleted";

/** `resolve` and `ignore` go both ways: what already is so becomes unresolved again. */
export function toggled(status: Exclude<Status, "unresolved">, issues: readonly Issue[]): Status {
  return issues.length > 0 && issues.every((issue) => issue.status === status) ? "unresolved" : status;
}

export function doneBy(change: BulkChange): Done {
  if ("delete" in change) return "deleted";
  if (change.status !== undefined) return change.status;
  if (change.assignee !== undefined) return change.assignee === null ? "unassigned" : "assigned";
  return change.mute === null ? "unmuted" : "muted";
}

/** The ids that could not be changed, with the service's reason. */
export const failuresOf = (results: readonly BulkResult[]): ReadonlyMap<string, string> =>
  new Map(results.flatMap(({ id, ok, detail, code }) => (ok ? [] : [[id, detail ?? code ?? ""]])));

/** What takes a change of status back: the issues by the status they had. */
export function undoing<T extends Issue>(before: readonly T[]): ReadonlyMap<Status, readonly T[]> {
  const issues = new Map<Status, T[]>();
  for (const issue of before) issues.set(issue.status, [...(issues.get(issue.status) ?? []), issue]);
  return issues;
}
