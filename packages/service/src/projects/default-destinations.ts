import { type Project, ProjectNotify } from "@faultline/core/project";
import * as z from "zod";
import type { PeerLog, Ports } from "../ports.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { defaultDestinationsKey } from "../table/layout.js";
import { SYNTHETIC_CHECK_PROJECT } from "./built-in.js";
import { ensureProject } from "./projects.js";

/** Whose configs those of all projects are; with white space in it, no project has this name. */
export const ALL_PROJECTS = "all projects";

const DefaultDestinations = z.object({ notify: z.array(ProjectNotify).default([]) });

/** The destinations of projects that have none of their own. */
export async function defaultDestinations({
  log,
}: {
  readonly log: Pick<PeerLog, "get">;
}): Promise<readonly ProjectNotify[]> {
  return DefaultDestinations.parse((await log.get(defaultDestinationsKey)) ?? {}).notify;
}

export async function changeDefaultDestinations(
  ports: Pick<Ports, "clock" | "ids" | "log">,
  change: (before: readonly ProjectNotify[]) => readonly ProjectNotify[],
): Promise<void> {
  const row = { key: defaultDestinationsKey, schema: DefaultDestinations };
  await compareAndSwap(ports, ports.log, row, (before) => ({ notify: [...change(before?.notify ?? [])] }));
}

/** See `ensureProject`. As events come to it: without destinations of its own, those of all projects are told. */
export async function projectForEvents(...asked: Parameters<typeof ensureProject>): Promise<Project> {
  const project = await ensureProject(...asked);
  // Nobody is told of synthetic checks.
  if (project.notify.length > 0 || project.name === SYNTHETIC_CHECK_PROJECT) return project;
  return { ...project, notify: [...(await defaultDestinations(asked[0]))] };
}
