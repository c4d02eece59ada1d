import type { ProjectNotify } from "@faultline/core/project";
import type { Ports } from "../ports.js";
import {
  ALL_PROJECTS,
  changeDefaultDestinations,
  defaultDestinations,
} from "../projects/default-destinations.js";
import { patchProject, requireProject } from "../projects/projects.js";

type PlacePorts = Pick<Ports, "clock" | "ids" | "log">;

/** Where destinations are set: for a project, or for all that have none of their own. */
export interface DestinationPlace {
  /** Whose their configs are. */
  readonly owner: string;
  /** Throws `project_not_found`, as `change` does. */
  read(): Promise<readonly ProjectNotify[]>;
  change(next: (before: readonly ProjectNotify[]) => readonly ProjectNotify[]): Promise<unknown>;
}

export const ofProject = (ports: PlacePorts, project: string): DestinationPlace => ({
  owner: project,
  read: async () => (await requireProject(ports, project)).notify,
  change: (notify) => patchProject(ports, project, { notify }),
});

export const ofAllProjects = (ports: PlacePorts): DestinationPlace => ({
  owner: ALL_PROJECTS,
  read: () => defaultDestinations(ports),
  change: (next) => changeDefaultDestinations(ports, next),
});
