import { TriageState } from "@faultline/core/status";
import type { Ports } from "../../ports.js";
import { statusKey } from "../../table/layout.js";
import { projectDeletedBefore } from "../project-deleted-before.js";
import { type IssueState, issueKey, readIssue } from "./issue-row.js";

/** The issue as stored. A new one takes over what was decided before its first event came here. */
export async function currentState(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  issue: string,
): Promise<IssueState> {
  const [item, ownerCut] = await Promise.all([
    ports.view.get(issueKey(project, issue)),
    projectDeletedBefore(ports, project),
  ]);
  const state = readIssue(item);
  const decided = item ? undefined : await ports.log.get(statusKey(project, issue));
  const register = decided ? TriageState.parse(decided) : state.register;
  const cuts = [state.series.cut, register?.cut, ownerCut];
  const cut = Math.max(...cuts.map((time) => time ?? -1));
  return { ...state, register, series: { ...state.series, cut: cut < 0 ? undefined : cut } };
}
