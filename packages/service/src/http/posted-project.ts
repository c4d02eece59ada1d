import type { Project } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import type { Credential } from "@faultline/protocols/protocol";
import type { InTime } from "../ingest/deadline.js";
import { ownProject } from "../people/rights.js";
import { type Ports, Unavailable } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { isBuiltIn } from "../projects/built-in.js";
import type { KnownProjects } from "../projects/known-projects.js";
import { provisionalProject } from "../projects/projects.js";
import type { Caller } from "./wire-request.js";

type LookupPorts = InTime<Pick<Ports, "log" | "peerLog" | "spool" | "clock" | "ids">>;

/** The project named by path, number or key. The first error to a new name creates it, but not with another project's key. */
export async function projectOf(
  ports: LookupPorts,
  projects: KnownProjects,
  caller: Caller,
  mayMake: () => void,
): Promise<Project> {
  const { scope } = caller;
  const named = await namedProject(ports, projects, caller);
  refuseOwnProjects(scope, named);
  const own = ownProject(scope);
  if (own === undefined) {
    if (named !== undefined)
      return knownProject(ports, projects, named, scope.kind === "master" ? undefined : mayMake);
    if (caller.projectNumber !== undefined) throw unknownNumber();
    throw new VisibleError(
      "unprocessable",
      "no_project",
      "This key may post anywhere, so the address has to name the project.",
    );
  }
  // A project's key says enough: a number that stands for no project is a placeholder somebody left in a DSN.
  if (named === undefined || named === own) return knownProject(ports, projects, own);
  throw new VisibleError(
    "forbidden",
    "not_allowed",
    "This key posts to another project; create a key for this one.",
  );
}

/** Whoever could post to a built-in project could raise false alarms, or make a missing synthetic check seem seen. */
function refuseOwnProjects(scope: Scope, named: string | undefined): void {
  const meant = ownProject(scope) ?? named;
  if (scope.kind === "internal" || meant === undefined || !isBuiltIn(meant)) return;
  throw new VisibleError(
    "forbidden",
    "not_allowed",
    "Faultline alone posts to this project; choose another name for yours.",
  );
}

/**
 * The project, made in the other region when this one's table does not answer. When none does, the errors are kept
 * under the name they came with, and the project's settings count from the next ones on.
 */
async function knownProject(
  ports: LookupPorts,
  projects: KnownProjects,
  name: string,
  mayMake?: () => void,
): Promise<Project> {
  const { clock, ids, lookups, peerLog, spool } = ports;
  const tables = [lookups, ...(peerLog ? [peerLog] : [])];
  for (const log of tables) {
    try {
      return await projects.ensure({ clock, ids, log }, name, mayMake);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
  if (!spool) throw new Unavailable("no table answers");
  return provisionalProject({ clock }, name);
}

async function namedProject(
  { lookups: log }: LookupPorts,
  projects: KnownProjects,
  credential: Credential,
): Promise<string | undefined> {
  if (credential.project !== undefined) return credential.project;
  if (credential.projectNumber === undefined) return undefined;
  return projects.nameOf({ log }, credential.projectNumber);
}

const unknownNumber = (): VisibleError =>
  new VisibleError(
    "not_found",
    "project_not_found",
    "No project has this number; copy the DSN from its setup page.",
  );
