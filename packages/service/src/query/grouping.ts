import { type Event, fingerprintIn } from "@faultline/core/event";
import { type GroupedBy, mechanismOf, partsOf } from "@faultline/core/grouping/explanation";
import { explainBy } from "@faultline/core/grouping/mechanisms";
import type { Project } from "@faultline/core/project";
import type { QueryPorts } from "../ports.js";
import { issueKey, readIssue } from "../projection/rows/issue-row.js";
import { withOriginals } from "../source-maps/with-originals.js";
import { entriesOf } from "./entries.js";
import { getOccurrence } from "./occurrences.js";
import { readEvents } from "./read-events.js";

/** Why an issue's events are together. */
interface GroupingExplained {
  readonly fingerprint: string;
  /** What all of its events have in common, in the words of the fingerprint. */
  readonly parts: readonly string[];
  /** Undefined when its latest event would be put elsewhere today: settings or source maps have changed since. */
  readonly by: GroupedBy | "rule" | undefined;
  readonly reason: string;
  /** What would put an event like this into another issue, in plain words. */
  readonly wouldChange: string;
}

const CHANGED = "as the project's settings and source maps were when it first happened";

const BY_RULE = "a rule of the project says so";

const WOULD_CHANGE: Readonly<Record<GroupedBy | "rule", string>> = {
  rule: "another rule, or none that fits",
  own: "another fingerprint from the client",
  "exact-message": "any other message, or grouping by stack in the project's settings",
  "own-calls":
    "another class, or other files or functions of your code in the stack; line numbers, messages and libraries do not",
  "all-calls": "another class, or other files or functions in the stack; line numbers and messages do not",
  "class-and-message":
    "another class, another message, or another place of the crash where one is known; numbers and ids do not",
  message: "another message; numbers and ids do not",
};
/** Whatever its reason is. */
const TODAY = "it would be in another issue today";

/** Why an event is in its issue, of which it may be a member's; undefined when the issue has no such event. */
export async function groupingOfEvent(
  ports: QueryPorts,
  project: Project,
  issue: string,
  eventId: string,
): Promise<GroupingExplained | undefined> {
  const found = await getOccurrence(ports, project.name, issue, eventId);
  return found && explained(fingerprintIn(issue, found.event), found.event, project);
}

/** Why an issue's events are together, told by its latest one; of an issue with members, by its own. */
export async function groupingOf(
  ports: QueryPorts,
  project: Project,
  { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
): Promise<GroupingExplained> {
  return explained(fingerprint, await latestOwn(ports, project.name, id), project);
}

function explained(
  fingerprint: string,
  event: Event | undefined,
  { grouping }: Pick<Project, "grouping">,
): GroupingExplained {
  const told = { fingerprint, parts: partsOf(fingerprint) };
  if (event?.byRule) return { ...told, by: "rule", reason: BY_RULE, wouldChange: WOULD_CHANGE.rule };
  const today = event && explainBy(mechanismOf(fingerprint), event, grouping);
  if (today?.value !== fingerprint) return { ...told, by: undefined, reason: CHANGED, wouldChange: TODAY };
  return { ...told, by: today.by, reason: today.reason, wouldChange: WOULD_CHANGE[today.by] };
}

async function latestOwn(ports: QueryPorts, project: string, issue: string): Promise<Event | undefined> {
  const { pk, sk } = issueKey(project, issue);
  const { series } = readIssue(await ports.view.get({ pk, sk }));
  for await (const { entry } of entriesOf(ports, pk, series)) {
    const found = (await readEvents(ports, [entry])).get(entry.digest)?.event;
    return found && withOriginals(ports, project, found);
  }
  return undefined;
}
