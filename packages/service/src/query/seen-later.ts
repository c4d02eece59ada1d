import type { Ports } from "../ports.js";
import { issueKey, issuePlace } from "../projection/rows/issue-row.js";
import { issueOf } from "../table/layout.js";

interface Asked {
  readonly project: string;
  readonly ids: readonly string[];
  readonly than: number;
}

/** Those of the issues that were seen later than then, by a glance at their rows; and members, as their root may have been. */
export async function seenLater(
  { view }: Pick<Ports, "view">,
  { project, ids, than }: Asked,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const items = await view.getMany(ids.map((id) => issueKey(project, id)));
  const later = items.filter((item) => {
    const { lastSeen, mergedInto } = issuePlace(item);
    return lastSeen > than || mergedInto !== undefined;
  });
  return new Set(later.map(issueOf));
}
