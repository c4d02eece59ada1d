import type { Decision, Issue } from "../../api/types.js";

/**
 * What takes a decision about an issue's status or assignee back, of the issue as it stood before; undefined for other
 * decisions, and where the issue was resolved in whatever came after a release: by now that may mean another one.
 */
export function undoOf({ status, assignee }: Decision, before: Issue): Decision | undefined {
  if (status !== undefined) {
    const { status: former, statusIn } = before;
    if (former !== "resolved" || !statusIn) return { status: former };
    return statusIn.after ? undefined : { status: former, in: statusIn.release };
  }
  if (assignee === undefined) return undefined;
  return { assignee: before.assigneeId ?? before.assignee };
}
