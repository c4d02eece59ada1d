import type { BulkChange } from "../../api/issues.js";
import type { BulkResult, Decision, Issue, Status } from "../../api/types.js";
import { undoOf } from "../issue/undo-of.js";

/** What was done, for telling people. */
type Done = Status | "assigned" | "unassigned" | "muted" | "unmuted" | "deleted" | "discarded";

/** `resolve` and `ignore` go both ways: what already is so becomes unresolved again. */
export function toggled(status: Exclude<Status, "unresolved">, issues: readonly Issue[]): Status {
  return issues.length > 0 && issues.every((issue) => issue.status === status) ? "unresolved" : status;
}

export function doneBy(change: BulkChange): Done {
  if ("delete" in change) return change.discard ? "discarded" : "deleted";
  if (change.status !== undefined) return change.status;
  if (change.assignee !== undefined) return change.assignee === null ? "unassigned" : "assigned";
  return change.mute === null ? "unmuted" : "muted";
}

/** The ids that could not be changed, with the service's reason. */
export const failuresOf = (results: readonly BulkResult[]): ReadonlyMap<string, string> =>
  new Map(results.flatMap(({ id, ok, detail, code }) => (ok ? [] : [[id, detail ?? code ?? ""]])));

/** A decision, and the issues it is about. */
interface DecisionOf<T> {
  readonly decision: Decision;
  readonly issues: readonly T[];
}

/** What takes a change back, of the issues as they stood before; nothing for what cannot be taken back. */
export function undoing<T extends Issue>(change: BulkChange, before: readonly T[]): readonly DecisionOf<T>[] {
  if ("delete" in change) return [];
  const found = new Map<string, DecisionOf<T>>();
  for (const issue of before) {
    const decision = undoOf(change, issue);
    if (!decision) continue;
    const name = JSON.stringify(decision);
    found.set(name, { decision, issues: [...(found.get(name)?.issues ?? []), issue] });
  }
  return [...found.values()];
}
