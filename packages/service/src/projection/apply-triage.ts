import { lateRegressionDue, outboxWrites, resolutionDue } from "../notify/outbox.js";
import { withDue } from "../notify/pending-notification.js";
import type { ProjectionPorts, Written } from "../ports.js";
import { commit, untilWritten } from "../table/compare-and-swap.js";
import { decidedAbout, latest } from "./deletions.js";
import { expiryOf } from "./expiry.js";
import { effectiveStatusOf, issueItem, issueKey, readIssue } from "./rows/issue-row.js";
import { listNameOf, moveWrites, place } from "./rows/list.js";
import { heedDeletion, rewriteIssue } from "./series/rewrite.js";

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
  const { register, deletedBefore } = await decidedAbout(ports, project, issue);
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
    return commit(ports, issueItem(key, { ...state, register, series }), series.ver, []);
  }
  if (!register) return "written";
  const resolution = await resolutionDue(ports, { project, issue }, state, register);
  const out = withDue(state.out, [...resolution, ...lateRegressionDue(ports, state, register)]);
  const next = { ...state, register, out };
  const now = ports.clock.now();
  const { expiresAt, last: lastSeen } = state.series;
  const list = listNameOf(effectiveStatusOf(next));
  const listed = place(state.listed, { list, lastSeen, now, expiresAt });
  const beside = moveWrites(project, issue, { from: state.listed, to: listed, now });
  const writes = [...beside, ...outboxWrites(project, issue, state.out, out)];
  const written = await commit(ports, issueItem(key, { ...next, listed }), state.series.ver, writes);
  if (written === "written" && listed !== state.listed) await heedDeletion(ports, project, issue);
  return written;
}
