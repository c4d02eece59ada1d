import type { Project } from "@faultline/core/project";
import type { ProjectionPorts } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { listPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { rewriteProject } from "./fold-project.js";
import { LISTS } from "./rows/list.js";
import { forgetReleases } from "./rows/releases.js";
import { rewriteIssue } from "./series/rewrite.js";

/** Takes a project's deletion into the view: everything received up to its cut goes, whatever came later stays. */
export async function applyProject(ports: ProjectionPorts, { name, cut }: Project): Promise<void> {
  if (cut === undefined) return;
  const issues = new Set<string>();
  for (const list of LISTS) {
    for await (const { sk } of queryAll(ports.view, { pk: listPartition(name, list) })) {
      issues.add(sk.slice(sk.indexOf("#") + 1));
    }
  }
  for (const issue of issues) await untilWritten(ports, () => rewriteIssue(ports, name, issue, { cut }));
  await untilWritten(ports, () => rewriteProject(ports, name, { cut }));
  await forgetReleases(ports, name, cut);
}
