import type { ProjectionPorts } from "../ports.js";
import { listPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { projectDeletedBefore } from "./deletions.js";
import { heedProjectDeletion } from "./fold-project.js";
import { issueKey, readIssue } from "./rows/issue-row.js";
import { LISTS } from "./rows/list.js";
import { heedDeletion } from "./series/rewrite.js";

/** Takes a project's deletion, if it has any, into the view: everything received up to then goes, whatever came later stays. */
export async function applyProject(ports: ProjectionPorts, name: string): Promise<void> {
  if ((await projectDeletedBefore(ports, name)) === undefined) return;
  const issues = new Set<string>();
  for (const list of LISTS) {
    for await (const { sk } of queryAll(ports.view, { pk: listPartition(name, list) })) {
      issues.add(sk.slice(sk.indexOf("#") + 1));
    }
  }
  for (const issue of issues) {
    const { members } = readIssue(await ports.view.get(issueKey(name, issue)));
    for (const one of [issue, ...Object.keys(members)]) await heedDeletion(ports, name, one);
  }
  await heedProjectDeletion(ports, name);
}
