import type { Ports } from "../../ports.js";
import { decidedAbout, latest, projectDeletedBefore } from "../deletions.js";
import { rootOf } from "../merges.js";
import { type IssueState, issueKey, readIssue } from "./issue-row.js";

export interface CurrentState extends IssueState {
  /** Its row still holds what a deletion took away, and has to be written anew. */
  readonly isBehind: boolean;
}

/** The issue as stored. A new one takes over what was decided before its first event came here. */
export async function currentState(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  issue: string,
): Promise<CurrentState> {
  const [item, ownerDeletedBefore] = await Promise.all([
    ports.view.get(issueKey(project, issue)),
    projectDeletedBefore(ports, project),
  ]);
  const state = readIssue(item);
  const [decided, mergedInto] = item
    ? [undefined, state.mergedInto]
    : await Promise.all([decidedAbout(ports, project, issue), rootOf(ports, project, issue)]);
  const register = decided?.register ?? state.register;
  const assignment = decided?.assignment ?? state.assignment;
  const deletedBefore = latest([
    state.series.deletedBefore,
    register?.cut,
    decided?.deletedBefore,
    ownerDeletedBefore,
  ]);
  const isBehind = state.series.total > 0 && deletedBefore !== state.series.deletedBefore;
  const series = { ...state.series, deletedBefore };
  return { ...state, register, assignment, mergedInto, series, isBehind };
}
