import type { Decision, Issue } from "../../api/types.js";

/**
 * What takes a decision about an issue back, of the issue as it stood before; undefined where it was resolved in whatever
 * came after a release: by now that may mean another one.
 */
export function undoOf({ status, assignee, mute }: Decision, before: Issue): Decision | undefined {
  if (status !== undefined) {
    const { status: former, statusIn } = before;
    if (former !== "resolved" || !statusIn) return { status: former };
    return statusIn.after ? undefined : { status: former, in: statusIn.release };
  }
  if (mute !== undefined) return { mute: formerMute(before) };
  if (assignee === undefined) return undefined;
  return { assignee: before.assigneeId ?? before.assignee };
}

/** The mute there was, in what is left of it; null where none was, or nothing is. */
function formerMute({ mute, count, users }: Issue): NonNullable<Decision["mute"]> | null {
  if (!mute) return null;
  if ("total" in mute) return mute.total > count ? { count: mute.total - count } : null;
  if ("users" in mute) return mute.users > users ? { users: mute.users - users } : null;
  return mute;
}
