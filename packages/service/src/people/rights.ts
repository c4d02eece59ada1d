import type { Scope } from "../projects/authenticate.js";

/** What a token may be allowed, and what each route needs one of. None holds another. */
export const RIGHTS = ["post", "read", "triage", "source-maps", "manage"] as const;
export type Right = (typeof RIGHTS)[number];

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
  }
}

/** Whether there may be a project in which somebody may do it. */
export const maySomewhere = (scope: Scope, right: Right): boolean => may(scope, right, ownProject(scope));

/** The one project that a key is for. */
export const ownProject = (scope: Scope): string | undefined =>
  "project" in scope ? scope.project : undefined;

/** Who it is, as it stands beside what was done. */
export function nameOf(scope: Scope): string {
  switch (scope.kind) {
    case "master":
      return "master key";
    case "token":
      return `token ${scope.name || scope.id}`;
    case "client":
    case "project":
    case "internal":
      return `${scope.kind} key`;
  }
}
