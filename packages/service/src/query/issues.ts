import type { Issue } from "@faultline/core/issue";
import { messageName } from "@faultline/core/message-name";
import { title } from "@faultline/core/title";
import type { Item, Ports } from "../ports.js";
import { effectiveStatusOf, readIssue } from "../projection/rows/issue-row.js";
import { messageKeyOf } from "../projection/rows/message-index.js";
import { issuePartition, SINGLE } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

/** The issue a view row holds; undefined while it has no events. */
function issueOf(project: string, item: Item): Issue | undefined {
  const state = readIssue(item);
  const { series, summary, register, users } = state;
  if (!summary || series.total === 0) return undefined;
  const { head, tail } = summary;
  const { type, message, release: firstRelease } = head;
  const { level, culprit, release, environment, handled, tags } = tail;
  return {
    id: item.pk.slice(item.pk.lastIndexOf("#") + 1),
    project,
    title: title(type, message),
    type,
    message,
    culprit,
    level,
    ...effectiveStatusOf(state),
    statusAt: register?.at,
    statusBy: register?.by,
    statusIn: register?.status === "resolved" ? register.in : undefined,
    assignee: state.assignment?.to ?? undefined,
    assigneeId: state.assignment?.person,
    mute: register?.mute,
    count: series.total,
    users: users.count,
    firstSeen: series.first,
    lastSeen: series.last,
    firstRelease,
    release,
    environment,
    handled,
    tags,
    fingerprint: state.fingerprint ?? "",
  };
}

export async function getIssue(
  ports: Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<Issue | undefined> {
  const item = await ports.view.get({ pk: issuePartition(project, issue), sk: SINGLE });
  return item && issueOf(project, item);
}

/** Those of the issues that exist, by id. */
export async function getIssues(
  ports: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Issue>> {
  const items = await ports.view.getMany(ids.map((id) => ({ pk: issuePartition(project, id), sk: SINGLE })));
  const issues = items.map((item) => issueOf(project, item)).filter((issue) => issue !== undefined);
  return new Map(issues.map((issue) => [issue.id, issue]));
}

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
  return [...issues.values()]
    .filter((issue) => issue.message === message || messageName(issue.message) === message)
    .sort((a, b) => b.lastSeen - a.lastSeen || (a.id < b.id ? -1 : 1));
}
