import { projectNumber } from "@faultline/core/id";
import type { IntakeRule } from "@faultline/core/intake-rule";
import { type Grouping, newProjectName, Project, type ProjectNotify } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import type { PeerLog, Ports } from "../ports.js";
import { writeDeletion } from "../projection/deletions.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { projectKey, projectNumberKey, projectsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { isBuiltIn, refuseBuiltIn, refuseLookAlike, SYNTHETIC_CHECK_PROJECT } from "./built-in.js";

interface ProjectSettings {
  readonly displayName?: string | undefined;
  readonly grouping?: Grouping | undefined;
  readonly redact?: readonly string[] | undefined;
  /** What they become, or how they change. */
  readonly notify?: NextList<ProjectNotify> | undefined;
  readonly linksRevokedAt?: number | undefined;
  readonly rules?: NextList<IntakeRule> | undefined;
  readonly autoResolveDays?: number | undefined;
}

/** A list, or what becomes of the one there is. */
type NextList<T> = readonly T[] | ((before: readonly T[]) => readonly T[]);

const NumberRow = z.object({ name: z.string() });

/** What looking a project up touches: the rows of either region's log. */
interface ReadingPorts {
  readonly log: Pick<PeerLog, "get">;
}

/** What making and changing one touches. */
type WritingPorts = Pick<Ports, "clock" | "ids"> & { readonly log: PeerLog };

type DeletingPorts = WritingPorts & Parameters<typeof writeDeletion>[0];

/** The project; undefined when there is none, or it was deleted. */
export async function getProject(ports: ReadingPorts, name: string): Promise<Project | undefined> {
  const item = await ports.log.get(projectKey(name));
  const stored = item && Project.parse(item);
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
export async function projectByNumber(ports: ReadingPorts, number: string): Promise<Project | undefined> {
  const row = await ports.log.get(projectNumberKey(number));
  return row && getProject(ports, NumberRow.parse(row).name);
}

/**
 * The project, made when it is not there: a first error is enough to begin. Throws `bad_project_name`, and what `mayMake`
 * throws, which is asked before one is made.
 */
export async function ensureProject(
  ports: WritingPorts,
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
  return {
    name,
    number,
    grouping: "frames",
    redact: [],
    notify: [],
    rules: [],
    createdAt: now,
    updatedAt: now,
  };
}

/** Creates the project or changes the settings that are given. Throws `bad_project_name`. */
export async function putProject(
  ports: WritingPorts,
  name: string,
  settings: ProjectSettings,
): Promise<Project> {
  // One of an earlier version keeps its name, whatever new ones may not hold.
  const asked = (await getProject(ports, name)) ?? provisionalProject(ports, name);
  // The number's row first: without it the project is merely not found by number, never the other way round.
  await ports.log.put({ ...projectNumberKey(asked.number), name }, { kind: "absent" });
  const put = await compareAndSwap(ports, ports.log, rowOf(name), (stored) => {
    const isThere = stored !== undefined && isAlive(stored);
    const before = isThere ? stored : { ...provisionalProject(ports, name), cut: stored?.cut };
    return changed(before, settings, ports.clock.now());
  });
  return put ?? asked;
}

const changed = (before: Project, settings: ProjectSettings, now: number): Project => ({
  ...before,
  displayName: settings.displayName ?? before.displayName,
  grouping: settings.grouping ?? before.grouping,
  redact: settings.redact ? [...settings.redact] : before.redact,
  notify: listAfter(before.notify, settings.notify),
  rules: listAfter(before.rules, settings.rules),
  linksRevokedAt: settings.linksRevokedAt ?? before.linksRevokedAt,
  autoResolveDays: settings.autoResolveDays ?? before.autoResolveDays,
  updatedAt: now,
});

function listAfter<T>(before: T[], asked: NextList<T> | undefined): T[] {
  if (asked === undefined) return before;
  return [...(typeof asked === "function" ? asked(before) : asked)];
}

/** Changes settings of a project that exists. Throws `project_not_found`. */
export async function patchProject(
  ports: WritingPorts,
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
  await compareAndSwap(
    ports,
    ports.log,
    rowOf(name),
    (stored) => stored && { ...stored, updatedAt: now, deletedAt: now, cut: now },
  );
}

/** The project, or `project_not_found`. */
export async function requireProject(ports: ReadingPorts, name: string): Promise<Project> {
  const project = await getProject(ports, name);
  if (project) return project;
  throw new VisibleError(
    "not_found",
    "project_not_found",
    "There is no such project; POST an error to it to create it.",
  );
}

const rowOf = (name: string) => ({ key: projectKey(name), schema: Project });

const isAlive = (project: Project): boolean => project.deletedAt === undefined;
