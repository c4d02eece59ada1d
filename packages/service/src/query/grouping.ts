import { type GroupedBy, mechanismOf, partsOf } from "@faultline/core/grouping/explanation";
import { explainBy } from "@faultline/core/grouping/mechanisms";
import type { Project } from "@faultline/core/project";
import type { QueryPorts } from "../ports.js";
import { listOccurrences } from "./occurrences.js";

/** Why an issue's events are together. */
interface GroupingExplained {
  readonly fingerprint: string;
  /** What all of its events have in common, in the words of the fingerprint. */
  readonly parts: readonly string[];
  /** Undefined when its latest event would be put elsewhere today: settings or source maps have changed since. */
  readonly by: GroupedBy | undefined;
  readonly reason: string;
}

const CHANGED = "as the project's settings and source maps were when it first happened";

/** Why an issue's events are together, told by its latest one. */
export async function groupingOf(
  ports: QueryPorts,
  project: Project,
  { id, fingerprint }: { readonly id: string; readonly fingerprint: string },
): Promise<GroupingExplained> {
  const { occurrences } = await listOccurrences(ports, { project: project.name, issue: id, limit: 1 });
  const event = occurrences[0]?.event;
  const explained = event && explainBy(mechanismOf(fingerprint), event, project.grouping);
  const parts = partsOf(fingerprint);
  if (explained?.value !== fingerprint) return { fingerprint, parts, by: undefined, reason: CHANGED };
  return { fingerprint, parts, by: explained.by, reason: explained.reason };
}
