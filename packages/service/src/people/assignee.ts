import { VisibleError } from "@faultline/core/visible-error";
import type { Ports } from "../ports.js";
import { listPeople } from "./people.js";
import { isFor } from "./rights.js";

/** Who is to look after something: what they are called, and their id where they sign in here. */
export interface Assignee {
  readonly name: string;
  readonly person?: string | undefined;
}

/**
 * Who is meant by an id, an e-mail address or a name. Where nobody signs in by name, any name will do; else it has to be one
 * who sees the project. Throws `bad_request`.
 */
export async function assigneeOf(
  ports: Pick<Ports, "log">,
  project: string,
  meant: string,
): Promise<Assignee> {
  const people = await listPeople(ports);
  if (people.length === 0) return { name: meant };
  const text = meant.toLowerCase();
  const seeing = people.filter(({ projects }) => isFor(projects, project));
  const found =
    seeing.find(({ id }) => id === meant) ??
    seeing.find(({ email, name }) => email === text || name.toLowerCase() === text);
  if (found) return { name: found.name, person: found.id };
  throw new VisibleError(
    "unprocessable",
    "bad_request",
    "assignee: nobody who sees this project has this id, e-mail address or name; GET /v1/people lists them.",
  );
}

const NAMES_MAX = 20;

/** Whom a search may ask for as assignee, by names that begin so: `me` for somebody who signed in, and who sees one of the projects. */
export async function assigneesFor(
  ports: Pick<Ports, "log">,
  projects: readonly string[],
  { me, prefix }: { readonly me: string | undefined; readonly prefix: string },
): Promise<string[]> {
  const people = await listPeople(ports);
  const seeing = people.filter((person) => projects.some((project) => isFor(person.projects, project)));
  const names = [...(me === undefined ? [] : ["me"]), ...new Set(seeing.map(({ name }) => name))];
  return names.filter((name) => name.toLowerCase().startsWith(prefix.toLowerCase())).slice(0, NAMES_MAX);
}
