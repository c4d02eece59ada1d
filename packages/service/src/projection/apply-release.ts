import type { Item, ProjectionPorts } from "../ports.js";
import { projectOfRelease, resolvedInPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { applyTriage } from "./apply-triage.js";
import { decidedAbout } from "./deletions.js";

/**
 * Looks again at the issues that are resolved in a release, once the log says when another one began. Whether one is, the
 * log tells and not its row: that may be about to be written by who has not heard of the release.
 */
export async function applyRelease(ports: ProjectionPorts, item: Item): Promise<void> {
  const project = projectOfRelease(item);
  for await (const { sk: issue } of queryAll(ports.view, { pk: resolvedInPartition(project) })) {
    const { register } = await decidedAbout(ports, project, issue);
    if (register?.in) await applyTriage(ports, project, issue);
  }
}
