import type { Notify } from "@faultline/core/event";
import { projectNumber } from "@faultline/core/id";
import { type Grouping, newProjectName, Project } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import { z } from "zod";
import type { Item, PeerLog, Ports } from "../ports.js";
import { writeDeletion } from "../projection/deletions.js";
import { projectKey, projectNumberKey, projectsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { isBuiltIn, refuseBuiltIn, refuseLookAlike, SYNTHETIC_CHECK_PROJECT } from "./built-in.js";

interface ProjectSettings {
  readonly displayName?: string | undefined;
  readonly grouping?: Grouping | undefined;
  readonly redact?: readonly string[] | undefined;
  readonly notify?: readonly Notify[] | undefined;
  readonly linksRevokedAt?: number | undefined;
}

const Stored = Project.extend({ ver: z.number() });
const NumberRow = z.object({ name: z.string() });

/** What looking after projects needs: the rows of either region's log, and the time. */
type ProjectPorts = Pick<Ports, "clock"> & { readonly log: PeerLog };

type DeletingPorts = ProjectPorts & Parameters<typeof writeDeletion>[0];

/** The project; undefined when there is none, or it was deleted. */
export async function getProject(ports: ProjectPorts, name: string): Promise<Project | undefined> {
  const stored = await storedProject(ports, name);
  return stored && isAlive(stored) ? stored : undefined;
}

/** Every project but the synthetic checks', the built-in one first, then by name. */
export async function listProjects(ports: Pick<Ports, "log">): Promise<readonly Project[]> {
  const items = await collect(queryAll(ports.log, { pk: projectsPartition }));
  const projects = items.map((item) => Project.parse(item));
  return projects
    .filter((project) => isAlive(project) && project.name !== SYNTHETIC_CHECK_PROJECT)
    .sort((a, b) => Number(isBuiltIn(b.name)) - Number(isBuiltIn(a.name)));
}

/** The project a numeric id stands for. */
export async function projectByNumber(ports: ProjectPorts, number: string): Promise<Project | undefined> {
  const row = await ports.log.get(projectNumberKey(number));
  return row && getProject(ports, NumberRow.parse(row).name);
}

/**
 * The project, made when it is not there: a first error is enough to begin. Throws `bad_project_name`, and what `mayMake`
 * throws, which is asked before one is made.
 */
export async function ensureProject(
  ports: ProjectPorts,
  name: string,
  mayMake?: () => void,
): Promise<Project> {
  const known = await getProject(ports, name);
  if (known) return known;
  newProjectName(name);
  mayMake?.();
  return putProject(ports, name, {});
}

/** A project as it begins, stored nowhere. Throws `bad_project_name`. */
export function provisionalProject({ clock }: Pick<Ports, "clock">, name: string): Project {
  newProjectName(name);
  refuseLookAlike(name);
  const now = clock.now();
  const number = projectNumber(name);
  return { name, number, grouping: "frames", redact: [], notify: [], createdAt: now, updatedAt: now };
}

/** Creates the project or changes the settings that are given. Throws `bad_project_name`. */
export async function putProject(
  ports: ProjectPorts,
  name: string,
  settings: ProjectSettings,
): Promise<Project> {
  const stored = await storedProject(ports, name);
  // One of an earlier version keeps its name, whatever new ones may not hold.
  const before =
    stored && isAlive(stored) ? stored : { ...provisionalProject(ports, name), cut: stored?.cut };
  const next: Project = {
    ...before,
    displayName: settings.displayName ?? before.displayName,
    grouping: settings.grouping ?? before.grouping,
    redact: settings.redact ? [...settings.redact] : before.redact,
    notify: settings.notify ? [...settings.notify] : before.notify,
    linksRevokedAt: settings.linksRevokedAt ?? before.linksRevokedAt,
    updatedAt: ports.clock.now(),
  };
  // The number's row first: without it the project is merely not found by number, never the other way round.
  await ports.log.put({ ...projectNumberKey(before.number), name }, { kind: "absent" });
  const written = await ports.log.put(projectItem(next, stored?.ver ?? 0), versionOf(stored?.ver));
  return written === "written" ? next : putProject(ports, name, settings);
}

/** Changes settings of a project that exists. Throws `project_not_found`. */
export async function patchProject(
  ports: ProjectPorts,
  name: string,
  settings: ProjectSettings,
): Promise<Project> {
  await requireProject(ports, name);
  return putProject(ports, name, settings);
}

/** Deletes a project: its row stays as a tombstone that hides what was received so far. Throws `project_not_found`, `built_in_project`. */
export async function deleteProject(ports: DeletingPorts, name: string): Promise<void> {
  refuseBuiltIn(name);
  await requireProject(ports, name);
  const now = ports.clock.now();
  await writeDeletion(ports, { project: name }, now);
  await buryProject(ports, name, now);
}

async function buryProject(ports: ProjectPorts, name: string, now: number): Promise<void> {
  const stored = await storedProject(ports, name);
  const gone: Project = { ...Project.parse(stored), updatedAt: now, deletedAt: now, cut: now };
  const written = await ports.log.put(projectItem(gone, stored?.ver ?? 0), versionOf(stored?.ver));
  if (written !== "written") await buryProject(ports, name, now);
}

/** The project, or `project_not_found`. */
export async function requireProject(ports: ProjectPorts, name: string): Promise<Project> {
  const project = await getProject(ports, name);
  if (project) return project;
  throw new VisibleError(
    "not_found",
    "project_not_found",
    "There is no such project; POST an error to it to create it.",
  );
}

async function storedProject(ports: ProjectPorts, name: string): Promise<z.infer<typeof Stored> | undefined> {
  const item = await ports.log.get(projectKey(name));
  return item && Stored.parse(item);
}

const isAlive = (project: Project): boolean => project.deletedAt === undefined;

const projectItem = (project: Project, ver: number): Item => ({
  ...project,
  ...projectKey(project.name),
  ver: ver + 1,
});

const versionOf = (ver: number | undefined) =>
  ver === undefined ? ({ kind: "absent" } as const) : ({ kind: "version", is: ver } as const);
