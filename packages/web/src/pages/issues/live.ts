import type { Tab } from "../../api/issues.js";
import type { Issue } from "../../api/types.js";

// A list that somebody reads is never sorted anew under their eyes: what changed is changed in place, what came is
// announced. Times are RFC 3339 in UTC with milliseconds, so that later ones are greater as text.

/** What is known of an issue that was decided about here and left the list. */
export interface Handled {
  readonly lastSeen: string;
  /** When it was decided; undefined for a deletion. */
  readonly statusAt?: string | undefined;
}

/** The shown issues with what is newer of the latest ones, in the order shown. The same array when nothing is. */
export function updated<T extends Issue>(shown: readonly T[], latest: readonly T[]): readonly T[] {
  const byId = new Map(latest.map((issue) => [issue.id, issue]));
  let isChanged = false;
  const issues = shown.map((issue) => {
    const fresh = byId.get(issue.id);
    if (!fresh || isOlder(fresh, issue) || isSame(fresh, issue)) return issue;
    isChanged = true;
    return fresh;
  });
  return isChanged ? issues : shown;
}

/** Those of the latest issues that the list does not show, and that were not decided about since. */
export function arrived<T extends Issue>(
  shown: readonly T[],
  latest: readonly T[],
  handled: ReadonlyMap<string, Handled>,
): readonly T[] {
  const known = new Set(shown.map(({ id }) => id));
  return latest.filter((issue) => !known.has(issue.id) && !isOutdated(issue, handled.get(issue.id)));
}

/** True for an issue that a tab lists. */
export function isListed({ status, regressed }: Issue, tab: Tab): boolean {
  if (tab === "all") return true;
  return tab === "regressed" ? regressed : status === tab;
}

/** Another region may answer now, and not have heard of everything yet. */
const isOlder = (fresh: Issue, shown: Issue): boolean =>
  (fresh.statusAt ?? "") < (shown.statusAt ?? "") || fresh.lastSeen < shown.lastSeen;

const isSame = (a: Issue, b: Issue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True for an answer that was under way, or came from a region that had not heard, when the issue was decided about. */
function isOutdated(issue: Issue, decided: Handled | undefined): boolean {
  if (!decided) return false;
  return decided.statusAt === undefined
    ? issue.lastSeen <= decided.lastSeen
    : (issue.statusAt ?? "") < decided.statusAt;
}
