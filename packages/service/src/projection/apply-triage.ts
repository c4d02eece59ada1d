import { noteDecisions } from "../activity/note-decisions.js";
import { noteIfBack } from "../activity/note-if-back.js";
import { decisionDue, outboxWrites } from "../notify/outbox.js";
import { withDue } from "../notify/pending-notification.js";
import type { ProjectionPorts, Written } from "../ports.js";
import { commit, untilWritten } from "../table/compare-and-swap.js";
import { decidedAbout, latest } from "./deletions.js";
import { expiryOf } from "./expiry.js";
import { issueItem, issueKey, readIssue } from "./rows/issue-row.js";
import { relist } from "./rows/relist.js";
import { heedDeletion, rewriteIssue } from "./series/rewrite.js";
import { sinceResolvedAnew } from "./since-resolved.js";

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
  if (state.series.total === 0) {
    // Its events have not come here yet; the row waits for them so that neither overtakes the other.
    const expiresAt = expiryOf(ports, state.series.expiresAt, [{ receivedAt: ports.clock.now() }]);
    const series = {
      ...state.series,
      deletedBefore: latest([state.series.deletedBefore, deletedBefore]),
      expiresAt,
    };
    return commit(ports, issueItem(key, { ...state, register, assignment, series }), series.ver, []);
  }
  if (!register && !assignment) return "written";
  const decided = { ...state, register, assignment };
  const since = await sinceResolvedAnew(ports, { project, issue }, decided);
  const due = register
    ? await decisionDue(ports, { project, issue }, state, { ...decided, since, register })
    : [];
  const out = withDue(state.out, due);
  const next = { ...decided, since, out };
  await noteIfBack(ports, { project, issue }, state, next);
  const { listed, writes: beside } = relist({ project, issue }, state, next, ports.clock.now());
  const writes = [...beside, ...outboxWrites(project, issue, state.out, out)];
  const written = await commit(ports, issueItem(key, { ...next, listed }), state.series.ver, writes);
  if (written === "written" && listed !== state.listed) await heedDeletion(ports, project, issue);
  return written;
}
