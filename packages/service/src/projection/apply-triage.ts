import { noteDecisions } from "../activity/note-decisions.js";
import { decisionDue } from "../notify/outbox.js";
import { withDue } from "../notify/pending-notification.js";
import type { ProjectionPorts, Written } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { decidedAbout, latest } from "./deletions.js";
import { expiryOf } from "./expiry.js";
import { rootOf } from "./merges.js";
import { issueKey, readIssue } from "./rows/issue-row.js";
import { joined } from "./rows/members.js";
import { heedDeletion, rewriteIssue } from "./series/rewrite.js";
import { sinceResolvedAnew } from "./since-resolved.js";
import { type IssueStep, writeIssue } from "./write-issue.js";

/**
 * Brings what the log says was decided about an issue into the view. It is read from the log each time:
 * whichever of two concurrent decisions the replication let win is then what every view shows.
 */
export async function applyTriage(ports: ProjectionPorts, project: string, issue: string): Promise<void> {
  await untilWritten(ports, () => writeTriage(ports, project, issue));
}

async function writeTriage(ports: ProjectionPorts, project: string, issue: string): Promise<Written> {
  const key = issueKey(project, issue);
  const state = readIssue(await ports.view.get(key));
  const { register, assignment, deletedBefore } = await decidedAbout(ports, project, issue);
  await noteDecisions(ports, { project, issue }, state, { register, assignment });
  if (
    deletedBefore !== undefined &&
    state.series.total > 0 &&
    deletedBefore > (state.series.deletedBefore ?? -1)
  ) {
    const { ver } = state.series;
    const rewritten = await rewriteIssue(ports, project, issue, { deletedBefore, ver });
    return rewritten === "written" ? writeTriage(ports, project, issue) : rewritten;
  }
  if (joined(state).total === 0) {
    // Its events have not come here yet; the row waits for them so that neither overtakes the other.
    const expiresAt = expiryOf(ports, state.series.expiresAt, [{ receivedAt: ports.clock.now() }]);
    const series = {
      ...state.series,
      deletedBefore: latest([state.series.deletedBefore, deletedBefore]),
      expiresAt,
    };
    const mergedInto = state.mergedInto ?? (await rootOf(ports, project, issue));
    const to = { ...state, register, assignment, series, mergedInto };
    return writeStep(ports, { project, issue, from: state, to });
  }
  if (!register && !assignment) return "written";
  const decided = { ...state, register, assignment };
  const since = await sinceResolvedAnew(ports, { project, issue }, decided);
  // Of a member's events its root tells, by what was decided about that one.
  const isTold = register && state.mergedInto === undefined;
  const due = isTold
    ? await decisionDue(ports, { project, issue }, state, { ...decided, since, register })
    : [];
  const to = { ...decided, since, out: withDue(state.out, due) };
  return writeStep(ports, { project, issue, from: state, to });
}

async function writeStep(ports: ProjectionPorts, step: Omit<IssueStep, "beside">): Promise<Written> {
  const { written, moved } = await writeIssue(ports, { ...step, beside: [] });
  if (written === "written") for (const one of moved) await heedDeletion(ports, step.project, one);
  return written;
}
