import { VisibleError } from "@faultline/core/visible-error";
import type { ProjectionPorts } from "../ports.js";
import { applyMerge } from "../projection/apply-merge.js";
import { Merge, rootOf } from "../projection/merges.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { mergeKey } from "../table/layout.js";
import { requireIssue } from "./triage.js";

/** So many issues may be shown as one. */
export const MEMBERS_MAX = 50;

/** Which issues, and who decides about them. */
interface Meant {
  readonly project: string;
  readonly issue: string;
  readonly issues: readonly string[];
  readonly by: string;
}

/**
 * Shows issues, each with those that are merged into it, as parts of another one from now on; gives back that one's id.
 * Those that are already change nothing. Throws `issue_not_found` and `cannot_merge`.
 */
export async function mergeIssues(ports: ProjectionPorts, meant: Meant): Promise<string> {
  const { project, issue, by } = meant;
  const target = await requireIssue(ports, project, issue);
  const into = target.mergedInto ?? target.id;
  const sources = await sourcesOf(ports, meant, into);
  const added = [...sources.values()].reduce((sum, members) => sum + 1 + members, 0);
  const { members = [] } = await requireIssue(ports, project, into);
  if (members.length + added > MEMBERS_MAX)
    throw cannotMerge(
      `An issue holds ${MEMBERS_MAX} merged ones at most: this one has ${members.length}, and ${added} would come. Merge fewer, or group them by a rule.`,
    );
  for (const source of sources.keys()) await write(ports, { project, issue: source }, { into, by });
  return into;
}

/** The issues to write a register of, by how many are merged into each: of a member, its root goes with all it has. */
async function sourcesOf(
  ports: ProjectionPorts,
  { project, issue, issues }: Meant,
  into: string,
): Promise<ReadonlyMap<string, number>> {
  if (issues.includes(issue)) throw cannotMerge("An issue cannot be merged into itself: name the others.");
  const sources = new Map<string, number>();
  for (const id of issues) {
    const { mergedInto = id } = await requireIssue(ports, project, id);
    const { members = [] } = await requireIssue(ports, project, mergedInto);
    if (mergedInto !== into) sources.set(mergedInto, members.length);
  }
  return sources;
}

/** Shows members of an issue by themselves again, as they were. Throws `issue_not_found` and `cannot_merge`. */
export async function unmergeIssues(ports: ProjectionPorts, meant: Meant): Promise<void> {
  const { project, issue, issues, by } = meant;
  const own = await requireIssue(ports, project, issue);
  if (issues.length === 0 && own.mergedInto === undefined)
    throw cannotMerge("The issue is not merged into another one: name those to take out of it as `issues`.");
  const leaving = issues.length > 0 ? issues : [issue];
  const root = own.mergedInto ?? own.id;
  for (const id of leaving)
    if ((await rootOf(ports, project, id)) !== root)
      throw cannotMerge(`${id} is not merged into this issue. Nothing was changed.`);
  // Where two regions merged in a circle, the root goes on into one of those that leave.
  for (const id of [root, ...leaving]) await write(ports, { project, issue: id }, { into: null, by });
}

/** Writes a register, later than whatever its writer had seen, and takes it into this region's view. */
async function write(
  ports: ProjectionPorts,
  { project, issue }: Pick<Meant, "project" | "issue">,
  { into, by }: Pick<Merge, "into" | "by">,
): Promise<void> {
  const row = { key: mergeKey(project, issue), schema: Merge };
  await compareAndSwap(ports, ports.log, row, (before) => {
    const isSame = (before?.into ?? null) === into;
    if (isSame) return undefined;
    const from = into === null ? (before?.into ?? undefined) : undefined;
    return { into, from, by, at: Math.max(ports.clock.now(), (before?.at ?? -1) + 1) };
  });
  await applyMerge(ports, { project, issue });
}

const cannotMerge = (message: string): VisibleError =>
  new VisibleError("unprocessable", "cannot_merge", message);
