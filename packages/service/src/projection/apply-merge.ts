import { noteMerge } from "../activity/note-merge.js";
import type { Item, ProjectionPorts, Written } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { mergesPartition } from "../table/layout.js";
import { expiryOf } from "./expiry.js";
import { mergesOf, rootOf, upstreamOf } from "./merges.js";
import { currentState } from "./rows/current-state.js";
import { issueKey, readIssue } from "./rows/issue-row.js";
import { heedDeletion } from "./series/rewrite.js";
import { writeIssue } from "./write-issue.js";

interface Merged {
  readonly project: string;
  readonly issue: string;
}

/** The project and issue that a register of the log is about. */
export const mergedIn = ({ pk, sk }: Item): Merged => ({
  project: pk.slice(mergesPartition("").length),
  issue: sk,
});

/** Brings into the view with which issues one is shown now, by the log, and those that are shown with it. */
export async function applyMerge(ports: ProjectionPorts, { project, issue }: Merged): Promise<void> {
  const merges = await mergesOf(ports, project);
  const merge = merges.get(issue);
  if (merge) await noteMerge(ports, { project, issue }, merge);
  for (const one of upstreamOf(merges, issue))
    await untilWritten(ports, () => settleRoot(ports, project, one));
}

/** The row is read before the registers: whoever read older ones loses to whoever wrote by newer ones. */
async function settleRoot(ports: ProjectionPorts, project: string, issue: string): Promise<Written> {
  const item = await ports.view.get(issueKey(project, issue));
  const mergedInto = await rootOf(ports, project, issue);
  const known = readIssue(item);
  if (known.mergedInto === mergedInto) return "written";
  const from = item ? known : { ...(await currentState(ports, project, issue)), mergedInto: undefined };
  // Without events it waits for them, so that neither overtakes the other.
  const expiresAt = item
    ? from.series.expiresAt
    : expiryOf(ports, from.series.expiresAt, [{ receivedAt: ports.clock.now() }]);
  const to = { ...from, mergedInto, series: { ...from.series, expiresAt } };
  const { written, moved } = await writeIssue(ports, { project, issue, from, to, beside: [] });
  if (written === "written") for (const one of moved) await heedDeletion(ports, project, one);
  return written;
}
