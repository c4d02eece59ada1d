import type { Project } from "../../api/types.js";

type Ordered = Pick<Project, "name" | "builtIn" | "lastEventAt">;

/** What happened last comes first; what nothing happened to, by name; Faultline's own project at the end. */
export const inOrder = <Known extends Ordered>(projects: readonly Known[]): Known[] =>
  [...projects].sort(
    (a, b) => Number(a.builtIn) - Number(b.builtIn) || timeOf(b) - timeOf(a) || a.name.localeCompare(b.name),
  );

const timeOf = ({ lastEventAt }: Ordered): number => (lastEventAt ? Date.parse(lastEventAt) : 0);
