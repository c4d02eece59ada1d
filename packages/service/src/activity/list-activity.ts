import type { Issue } from "@faultline/core/issue";
import type { Ports } from "../ports.js";
import { decidedAbout, latest, projectDeletedBefore } from "../projection/deletions.js";
import { activityPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { ActivityLine } from "./lines.js";

interface Asked {
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

type Shown = ActivityLine & { readonly id: string };

/** What happened to an issue, the latest first, down to when it was seen first. What came before a deletion is not told. */
export async function listActivity(
  ports: Pick<Ports, "log">,
  {
    project,
    id: issue,
    firstSeen,
    firstRelease,
  }: Pick<Issue, "project" | "id" | "firstSeen" | "firstRelease">,
  { limit, after }: Asked,
): Promise<{ readonly lines: readonly Shown[]; readonly next: string | undefined }> {
  const pk = activityPartition(project, issue);
  const deletedBefore = await deletedUpTo(ports, project, issue);
  const lines: Shown[] = [];
  const rows = queryAll(ports.log, {
    pk,
    order: "descending",
    limit: limit + 1,
    after: after === undefined ? undefined : { pk, sk: after },
  });
  for await (const row of rows) {
    if (lines.length === limit) return { lines, next: lines.at(-1)?.id };
    const line = ActivityLine.parse(row);
    // Earlier versions noted at 0 that a muted issue was undecided.
    if (line.at <= Math.max(0, deletedBefore) && line.did !== "deleted") break;
    lines.push({ ...line, id: row.sk });
  }
  if (lines.length === limit) return { lines, next: lines.at(-1)?.id };
  const first = { id: "first-seen", at: firstSeen, did: "first-seen", release: firstRelease } as const;
  return { lines: [...lines, first], next: undefined };
}

/** What was written about an issue up to then is gone; -1 when nothing is. */
export async function deletedUpTo(
  ports: Pick<Ports, "log">,
  project: string,
  issue: string,
): Promise<number> {
  const [{ deletedBefore }, ofProject] = await Promise.all([
    decidedAbout(ports, project, issue),
    projectDeletedBefore(ports, project),
  ]);
  return latest([deletedBefore, ofProject]) ?? -1;
}
