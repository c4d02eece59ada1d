import type { Ports } from "../ports.js";
import { type IssueState, issueKey, readIssue } from "../projection/rows/issue-row.js";
import { issueOf, issuePartition } from "../table/layout.js";

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
  const state = readIssue(await ports.view.get(issueKey(project, issue)));
  return (await partsByIssue(ports, project, new Map([[issue, state]]))).get(issue) ?? [];
}

/** The same of issues whose rows were read, by id, each one's own row first. */
export async function partsByIssue(
  ports: Pick<Ports, "view">,
  project: string,
  states: ReadonlyMap<string, IssueState>,
): Promise<ReadonlyMap<string, readonly Part[]>> {
  const memberIds = [...states.values()].flatMap(({ members }) => Object.keys(members));
  const known = memberIds.length > 0 ? await statesOf(ports, project, memberIds) : new Map();
  const partOf = (id: string, state: IssueState | undefined): Part[] =>
    state ? [{ pk: issuePartition(project, id), state }] : [];
  return new Map(
    [...states].map(([id, state]) => {
      const members = Object.keys(state.members).flatMap((one) => partOf(one, known.get(one)));
      return [id, [...partOf(id, state), ...members]];
    }),
  );
}

/** The rows of those issues that have one, by id. */
export async function statesOf(
  ports: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, IssueState>> {
  const items = await ports.view.getMany(ids.map((id) => issueKey(project, id)));
  return new Map(items.map((item) => [issueOf(item), readIssue(item)]));
}
