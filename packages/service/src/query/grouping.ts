import type { Event } from "@faultline/core/event";
import { type GroupedBy, mechanismOf, partsOf } from "@faultline/core/grouping/explanation";
import { explainBy } from "@faultline/core/grouping/mechanisms";
import type { Project } from "@faultline/core/project";
import type { QueryPorts } from "../ports.js";
import { issueKey, readIssue } from "../projection/rows/issue-row.js";
import { withOriginals } from "../source-maps/with-originals.js";
import { entriesOf } from "./entries.js";
import { readEvents } from "./read-events.js";

/** Why an issue's events are together. */
interface GroupingExplained {
  readonly fingerprint: string;
  /** What all of its events have in common, in the words of the fingerprint. */
  readonly parts: readonly string[];
  /** Undefined when its latest event would be put elsewhere today: settings or source maps have changed since. */
  readonly by: GroupedBy | "rule" | undefined;
  readonly reason: string;
}

const CHANGED = "as the project's settings and source maps were when it first happened";

const BY_RULE = "a rule of the project says so";

/** Why an issue's events are together, told by its latest one; of an issue with members, by its own. */
export async function groupingOf(
  ports: QueryPorts,
  project: Project,
  { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
): Promise<GroupingExplained> {
  const event = await latestOwn(ports, project.name, id);
  if (event?.byRule) return { fingerprint, parts: partsOf(fingerprint), by: "rule", reason: BY_RULE };
  const explained = event && explainBy(mechanismOf(fingerprint), event, project.grouping);
  const parts = partsOf(fingerprint);
  if (explained?.value !== fingerprint) return { fingerprint, parts, by: undefined, reason: CHANGED };
  return { fingerprint, parts, by: explained.by, reason: explained.reason };
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
