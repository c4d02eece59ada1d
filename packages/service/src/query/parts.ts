import type { Ports } from "../ports.js";
import { type IssueState, readIssue } from "../projection/rows/issue-row.js";
import { issueOf, issuePartition, SINGLE } from "../table/layout.js";

/** One of the issues that are shown as one: each keeps its own series, so that taking it out again changes nothing. */
export interface Part {
  readonly pk: string;
  readonly state: IssueState;
}

/** What an issue is shown of: itself, and its members. Of a member, and of an unknown issue, itself alone. */
export async function partsOf(
  ports: Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<readonly Part[]> {
  const pk = issuePartition(project, issue);
  const state = readIssue(await ports.view.get({ pk, sk: SINGLE }));
  const members = Object.keys(state.members);
  if (members.length === 0) return [{ pk, state }];
  return [{ pk, state }, ...partsAmong(project, state, await statesOf(ports, project, members))];
}

/** The members of an issue, of states that were read. */
export const partsAmong = (
  project: string,
  { members }: Pick<IssueState, "members">,
  states: ReadonlyMap<string, IssueState>,
): readonly Part[] =>
  Object.keys(members).flatMap((id) => {
    const state = states.get(id);
    return state ? [{ pk: issuePartition(project, id), state }] : [];
  });

/** The rows of those issues that have one, by id. */
export async function statesOf(
  ports: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, IssueState>> {
  const items = await ports.view.getMany(ids.map((id) => ({ pk: issuePartition(project, id), sk: SINGLE })));
  return new Map(items.map((item) => [issueOf(item), readIssue(item)]));
}
