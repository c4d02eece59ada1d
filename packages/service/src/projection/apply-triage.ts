import { TriageState } from "@faultline/core/status";
import { lateRegressionDue, outboxWrites, resolutionDue } from "../notify/outbox.js";
import { withDue } from "../notify/pending-notification.js";
import type { Ports, ProjectionPorts, Written } from "../ports.js";
import { commit, untilWritten } from "../table/compare-and-swap.js";
import { statusKey } from "../table/layout.js";
import { effectiveStatusOf, issueItem, issueKey, readIssue } from "./rows/issue-row.js";
import { listNameOf, moveWrites, place } from "./rows/list.js";
import { rewriteIssue } from "./series/rewrite.js";

/**
 * Brings what the log says was decided about an issue into the view. It is read from the log each time:
 * whichever of two concurrent decisions the replication let win is then what every view shows.
 */
export async function applyTriage(ports: ProjectionPorts, project: string, issue: string): Promise<void> {
  const decided = await ports.log.get(statusKey(project, issue));
  if (!decided) return;
  const { cut } = TriageState.parse(decided);
  const { series } = readIssue(await ports.view.get(issueKey(project, issue)));
  if (cut !== undefined && series.ver > 0 && cut > (series.cut ?? -1)) {
    await untilWritten(ports, () => rewriteIssue(ports, project, issue, { cut }));
  }
  await untilWritten(ports, () => writeTriage(ports, project, issue));
}

async function writeTriage(
  ports: Pick<Ports, "log" | "view" | "clock">,
  project: string,
  issue: string,
): Promise<Written> {
  const key = issueKey(project, issue);
  const state = readIssue(await ports.view.get(key));
  const register = TriageState.parse(await ports.log.get(statusKey(project, issue)));
  const resolution = await resolutionDue(ports, { project, issue }, state, register);
  const out = withDue(state.out, [...resolution, ...lateRegressionDue(ports, state, register)]);
  const next = { ...state, register, out };
  if (state.series.total === 0) {
    // Its events have not come here yet; the row waits for them so that neither overtakes the other.
    const cut = Math.max(state.series.cut ?? -1, register.cut ?? -1);
    const expiresAt = Math.max(state.series.expiresAt, Math.ceil(ports.clock.now() / 1000) + WAIT_SECONDS);
    const series = { ...state.series, cut: cut < 0 ? undefined : cut, expiresAt };
    return commit(ports, issueItem(key, { ...next, series }), state.series.ver, []);
  }
  const now = ports.clock.now();
  const listed = place(state.listed, listNameOf(effectiveStatusOf(next)), state.series.last, now);
  const beside = moveWrites(project, issue, {
    from: state.listed,
    to: listed,
    now,
    expiresAt: state.series.expiresAt,
  });
  const writes = [...beside, ...outboxWrites(project, issue, state.out, out)];
  return commit(ports, issueItem(key, { ...next, listed }), state.series.ver, writes);
}

const WAIT_SECONDS = 30 * 86_400;
