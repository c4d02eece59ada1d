import { VisibleError } from "@faultline/core/visible-error";

/** Where Faultline keeps its own alarms and faults. */
export const OWN_PROJECT = "faultline";
/** Where canaries go: a known event each minute and region, which nobody needs in a list. */
export const CANARY_PROJECT = "faultline-canary";

const NAMES: readonly string[] = [OWN_PROJECT, CANARY_PROJECT];

export const isBuiltIn = (project: string): boolean => NAMES.includes(project);

/** Throws `built_in_project` for one that has to stay. */
export function refuseBuiltIn(project: string): void {
  if (!isBuiltIn(project)) return;
  throw new VisibleError(
    "conflict",
    "built_in_project",
    "This project is where Faultline reports itself; ignore its issues instead.",
  );
}
