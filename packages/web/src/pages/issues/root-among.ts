import type { ListedIssue } from "../../api/types.js";

/** Into which of several issues the others go: the one with most events, of equal ones the older. */
export const rootAmong = <One extends Pick<ListedIssue, "count" | "firstSeen">>(
  issues: readonly One[],
): One | undefined => issues.toSorted((a, b) => b.count - a.count || (a.firstSeen < b.firstSeen ? -1 : 1))[0];
