import type { Issue } from "@faultline/core/issue";
import { messageName } from "@faultline/core/message-name";
import { isMuted } from "@faultline/core/status";
import { title } from "@faultline/core/title";
import type { Ports } from "../ports.js";
import { type Environments, withTally } from "../projection/rows/environments.js";
import { effectiveStatusOf, type IssueState, isMuteOver } from "../projection/rows/issue-row.js";
import { messageKeyOf } from "../projection/rows/message-index.js";
import { joinedSummary } from "../projection/rows/summary.js";
import { collect, queryAll } from "../table/query-all.js";
import { countUsers } from "./count-users.js";
import { type Part, partsByIssue, statesOf } from "./parts.js";

/** An issue as it is shown, with its members; undefined while none of them has events. Of a member, by itself. */
async function issueOf(
  ports: Pick<Ports, "view">,
  project: string,
  { id, state, whole }: { readonly id: string; readonly state: IssueState; readonly whole: readonly Part[] },
): Promise<Issue | undefined> {
  const parts = whole.filter((part) => part.state.series.total > 0);
  const summary = joinedSummary(parts.map((part) => part.state.summary));
  if (!summary) return undefined;
  const memberIds = Object.keys(state.members).sort();
  const { head, tail } = summary;
  const { type, message, release: firstRelease } = state.summary?.head ?? head;
  const { level, culprit, release, environment, handled, tags } = tail;
  const count = parts.reduce((sum, part) => sum + part.state.series.total, 0);
  const users = await countUsers(ports, parts);
  return {
    id,
    project,
    title: title(type, message),
    type,
    message,
    culprit,
    level,
    ...decidedIn(state),
    isMuteOver: isMuteMet(state, { count, users }) || undefined,
    count,
    users,
    firstSeen: Math.min(...parts.map((part) => part.state.series.first)),
    lastSeen: Math.max(...parts.map((part) => part.state.series.last)),
    firstRelease: parts.length > 1 ? head.release : firstRelease,
    release,
    environment,
    ...environmentsOf(parts),
    handled,
    tags,
    fingerprint: state.fingerprint ?? "",
    mergedInto: state.mergedInto,
    members: memberIds.length > 0 ? memberIds : undefined,
  };
}

/** Whether what came has ended the mute that is set; when one ends by time, whoever looks knows. */
function isMuteMet(state: IssueState, { count: total, users }: Pick<Issue, "count" | "users">): boolean {
  const mute = state.register?.mute;
  const loudness = { total, users, isOver: isMuteOver(state), now: Number.NEGATIVE_INFINITY };
  return mute !== undefined && !isMuted(mute, loudness);
}

function environmentsOf(parts: readonly Part[]): Pick<Issue, "environments" | "environmentCounts"> {
  const counts = parts.reduce(
    (sum, { state }) => withTally(sum, new Map(Object.entries(state.environments))),
    {} as Environments,
  );
  const environments = Object.keys(counts).sort(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || (a < b ? -1 : 1),
  );
  return { environments, environmentCounts: counts };
}

/** What an issue's row says was decided about it. */
const decidedIn = (state: IssueState) => ({
  ...effectiveStatusOf(state),
  // An issue that was muted alone was never decided about.
  statusAt: state.register?.at || undefined,
  statusBy: state.register?.by,
  statusIn: state.register?.status === "resolved" ? state.register.in : undefined,
  assignee: state.assignment?.to ?? undefined,
  assigneeId: state.assignment?.person,
  mute: state.register?.mute,
});

export async function getIssue(
  ports: Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<Issue | undefined> {
  return (await getIssues(ports, project, [issue])).get(issue);
}

/** Those of the issues that exist, by id. */
export async function getIssues(
  ports: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Issue>> {
  const issues = await undecided(ports, project, ids);
  return withRoots(ports, project, issues);
}

/** The same with what was decided about each of them alone, be it a member. */
async function undecided(
  ports: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Issue>> {
  const states = await statesOf(ports, project, ids);
  const parts = await partsByIssue(ports, project, states);
  const issues = new Map<string, Issue>();
  for (const [id, state] of states) {
    const issue = await issueOf(ports, project, { id, state, whole: parts.get(id) ?? [] });
    if (issue) issues.set(id, issue);
  }
  return issues;
}

/** What was decided about its root counts for a member. */
async function withRoots(
  ports: Pick<Ports, "view">,
  project: string,
  issues: Map<string, Issue>,
): Promise<Map<string, Issue>> {
  const ids = new Set([...issues.values()].flatMap(({ mergedInto }) => mergedInto ?? []));
  if (ids.size === 0) return issues;
  const roots = await undecided(ports, project, [...ids]);
  const entries = [...issues].map(([id, issue]): [string, Issue] => {
    const root = roots.get(issue.mergedInto ?? "");
    return [id, root ? { ...issue, ...decidedAbout(root) } : issue];
  });
  return new Map(entries);
}

const decidedAbout = ({ status, regressed, statusAt, statusBy, statusIn, ...root }: Issue) => ({
  ...{ status, regressed, statusAt, statusBy, statusIn },
  assignee: root.assignee,
  assigneeId: root.assigneeId,
  mute: root.mute,
  isMuteOver: root.isMuteOver,
});

/** The issues whose title message this is, or whose title message has this name, latest first. */
export async function issuesByMessage(
  ports: Pick<Ports, "view">,
  project: string,
  message: string,
): Promise<readonly Issue[]> {
  const ids = new Set<string>();
  for (const name of new Set([message, messageName(message)])) {
    const rows = await collect(queryAll(ports.view, { pk: messageKeyOf(project, name) }));
    for (const { sk } of rows) ids.add(sk);
  }
  const issues = await getIssues(ports, project, [...ids]);
  const meant = [...issues.values()].filter(
    (issue) => issue.message === message || messageName(issue.message) === message,
  );
  const shown = await getIssues(ports, project, [...new Set(meant.map((one) => one.mergedInto ?? one.id))]);
  return [...shown.values()].sort((a, b) => b.lastSeen - a.lastSeen || (a.id < b.id ? -1 : 1));
}
