import type { IntakeRule } from "@faultline/core/intake-rule";
import { cut } from "@faultline/core/whole-characters";
import type { Ports, ProjectionPorts } from "../ports.js";
import { refuseBuiltIn } from "../projects/built-in.js";
import { patchProject } from "../projects/projects.js";
import { refuseTooMany } from "../projects/rule-limits.js";
import { deleteIssue, requireRoot } from "./triage.js";

const TITLE_CHARS_MAX = 120;

/**
 * Deletes an issue, and has a rule of its project drop what would come to it from now on: removing the rule undoes that. Throws
 * `issue_not_found`, and `bad_request` when the project has as many rules as it may have.
 */
export async function discardIssue(
  ports: ProjectionPorts & Pick<Ports, "region">,
  project: string,
  issue: string,
  by: string,
): Promise<void> {
  refuseBuiltIn(project);
  const { id, title, members = [] } = await requireRoot(ports, project, issue);
  const rule: IntakeRule = {
    when: { issue: [id, ...members] },
    do: "drop",
    note: cut(title, TITLE_CHARS_MAX),
  };
  // Before it is deleted, so that as little as can be begins it anew.
  await patchProject(ports, project, { rules: (before) => withRule(before, rule) });
  await deleteIssue(ports, project, id, by);
}

function withRule(before: readonly IntakeRule[], rule: IntakeRule): readonly IntakeRule[] {
  const [issue = ""] = rule.when.issue ?? [];
  if (before.some(({ when }) => when.issue?.includes(issue) && Object.keys(when).length === 1)) return before;
  const after = [...before, rule];
  refuseTooMany(after);
  return after;
}
