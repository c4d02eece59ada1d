import { type Authenticate, authenticator } from "../projects/authenticate.js";
import { type KnownProjects, knownProjects } from "../projects/known-projects.js";

/** What a process remembers of keys and projects: once, however many apps it has. */
export interface Known {
  readonly authenticate: Authenticate;
  readonly projects: KnownProjects;
}

type KnownPorts = Parameters<typeof authenticator>[0] & Parameters<typeof knownProjects>[0];

export const knownOf = (ports: KnownPorts): Known => ({
  authenticate: authenticator(ports),
  projects: knownProjects(ports),
});
