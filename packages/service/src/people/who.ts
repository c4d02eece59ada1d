import type { Scope } from "../projects/authenticate.js";

/** Whom something is told of: the id of a person or token, or the kind of key; and what they are called. */
interface Who {
  readonly id: string;
  readonly name: string;
}

/** Who the caller is, as it stands beside what was done. */
export function whoIs(scope: Scope): Who {
  switch (scope.kind) {
    case "master":
      return { id: "master", name: "master key" };
    case "person":
      return { id: scope.id, name: scope.name };
    case "token":
      return { id: scope.id, name: `token ${scope.name || scope.id}` };
    case "client":
    case "project":
    case "internal":
      return { id: scope.kind, name: `${scope.kind} key` };
  }
}

/** The caller's name alone. */
export const nameOf = (scope: Scope): string => whoIs(scope).name;

/** The id of the person who calls; undefined for a key or token. */
export const personIdIn = (scope: Scope): string | undefined =>
  scope.kind === "person" ? scope.id : undefined;

/** Whether a person would be taken for a key by this name. */
export const isNameOfKey = (name: string): boolean =>
  /^(master|client|project|internal) key$|^token /i.test(name);
