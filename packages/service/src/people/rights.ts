import type { Scope } from "../projects/authenticate.js";

/** What a token may be allowed, and what each route needs one of. None holds another. */
export const RIGHTS = ["post", "read", "triage", "source-maps", "manage"] as const;
export type Right = (typeof RIGHTS)[number];

/** What a person is, in chosen projects or in all. */
export const ROLES = ["owner", "member", "viewer"] as const;
export type Role = (typeof ROLES)[number];

const RIGHTS_OF: Readonly<Record<Role, readonly Right[]>> = {
  owner: RIGHTS,
  member: ["read", "triage", "source-maps"],
  viewer: ["read"],
};

/** Whether somebody may do it in this project; without one, whether in every project, also those that are yet to come. */
export function may(scope: Scope, right: Right, project?: string): boolean {
  switch (scope.kind) {
    case "master":
      return true;
    case "client":
      return right === "post";
    case "project":
    case "internal":
      return right === "post" && project === scope.project;
    case "token":
      return scope.scopes.includes(right) && (scope.project === undefined || project === scope.project);
    case "person":
      return RIGHTS_OF[scope.role].includes(right) && isFor(scope.projects, project);
  }
}

/** Whether what somebody may is for this project; without one, whether for every project. */
export const isFor = (projects: readonly string[] | undefined, project: string | undefined): boolean =>
  projects === undefined || (project !== undefined && projects.includes(project));

/** Whether there may be a project in which somebody may do it. */
export const maySomewhere = (scope: Scope, right: Right): boolean =>
  scope.kind === "person" ? RIGHTS_OF[scope.role].includes(right) : may(scope, right, ownProject(scope));

/** Whether somebody may do in these projects all that the role does; without any, in every project. */
export const mayAll = (scope: Scope, role: Role, projects: readonly string[] | undefined): boolean =>
  (projects ?? [undefined]).every((project) => RIGHTS_OF[role].every((right) => may(scope, right, project)));

/** The one project that a key is for. */
export const ownProject = (scope: Scope): string | undefined =>
  "project" in scope ? scope.project : undefined;
