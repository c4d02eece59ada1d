import type { Accepted } from "@faultline/core/event";
import type { Ports } from "../ports.js";
import type { IssueState } from "../projection/rows/issue-row.js";
import { usersAmong } from "../projection/rows/users.js";
import { countUsers, newToAll } from "../query/count-users.js";
import { partsByIssue } from "../query/parts.js";

export interface Arrived {
  readonly project: string;
  readonly issue: string;
  /** As it was before these events came, with all of its members. */
  readonly state: IssueState;
  readonly added: readonly Accepted[];
}

export interface UsersMet {
  /** How many an issue had met before events came. */
  readonly count: number;
  /** Those of the events that it had not met. */
  readonly fresh: ReadonlySet<string>;
}

/**
 * The users of an issue and its members, each once. `own` are those by its own row alone: they are given where it has no
 * members, and where no mute and no destination waits for so many users, since those of several parts have to be read.
 */
export async function usersMet(
  ports: Pick<Ports, "view">,
  { project, issue, state, added }: Arrived,
  own: UsersMet,
): Promise<UsersMet> {
  if (Object.keys(state.members).length === 0 || !isAsked(state, added)) return own;
  const parts = (await partsByIssue(ports, project, new Map([[issue, state]]))).get(issue) ?? [];
  return { count: await countUsers(ports, parts), fresh: await newToAll(ports, parts, usersAmong(added)) };
}

function isAsked({ register, raised }: IssueState, added: readonly Accepted[]): boolean {
  if (register?.mute && "users" in register.mute) return true;
  const asked = added.flatMap(({ event }) => event.notify ?? []);
  return asked.some(({ config, also }) => also?.users !== undefined && !raised[config]?.users);
}
