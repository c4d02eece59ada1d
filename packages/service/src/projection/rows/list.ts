import type { EffectiveStatus } from "@faultline/core/status";
import type { Key, Write } from "../../ports.js";
import { listPartition, sortableTime } from "../../table/layout.js";
import { isKeptLong } from "../expiry.js";
import { MINUTE } from "../series/hours.js";

/** The lists of a project's issues. `regressed` ones are shown among the unresolved, and by themselves. */
export const LISTS = ["unresolved", "regressed", "resolved", "ignored"] as const;
export type ListName = (typeof LISTS)[number];

/** Where an issue's row stands in the lists. */
export interface Listed {
  readonly list: ListName;
  readonly at: number;
  /** When it came there. */
  readonly since: number;
  /** So many minutes later than `at` it may be seen without moving, see `listSlack`; in rows of earlier versions one. */
  readonly near?: number | undefined;
  /** Epoch seconds until which its row is kept; missing in rows of earlier versions. */
  readonly keptUntil?: number | undefined;
}

const MARKER_SECONDS = 3600;

export const listNameOf = (effectiveStatus: EffectiveStatus): ListName =>
  effectiveStatus.regressed ? "regressed" : effectiveStatus.status;

const listRowKey = (project: string, issue: string, { list, at }: Pick<Listed, "list" | "at">): Key => ({
  pk: listPartition(project, list),
  sk: `${sortableTime(at)}#${issue}`,
});

interface Standing {
  readonly list: ListName;
  readonly lastSeen: number;
  readonly now: number;
  readonly expiresAt: number;
  /** In minutes, see `listSlack`. */
  readonly slack: number;
}

/** Where it should stand: it moves when its list changes, and for new events once they are so much later. */
export function place(
  before: Listed | undefined,
  { list, lastSeen, now, expiresAt, slack }: Standing,
): Listed {
  const stays = before?.list === list && isNear(before, lastSeen, slack);
  if (stays && isKeptLong(before.keptUntil, expiresAt)) return before;
  return { ...(stays ? before : { list, at: lastSeen, since: now, near: slack }), keptUntil: expiresAt };
}

/** Of one that was seen less late than it stands, a deletion has taken away by what it was. */
const isNear = ({ at, near = 1 }: Listed, lastSeen: number, slack: number): boolean =>
  lastSeen < at
    ? Math.floor(at / MINUTE) === Math.floor(lastSeen / MINUTE)
    : lastSeen - at < Math.min(near, slack) * MINUTE;

/**
 * The writes of a move. The old row stays behind for an hour, marked with the time it ended, so that a
 * listing begun before the move still meets the issue, once, where it was.
 */
export function moveWrites(
  project: string,
  issue: string,
  { from, to, now }: { from: Listed | undefined; to: Listed | undefined; now: number },
): Write[] {
  const isThere = from?.list === to?.list && from?.at === to?.at;
  if (isThere && from?.keptUntil === to?.keptUntil) return [];
  const marker = Math.ceil(now / 1000) + MARKER_SECONDS;
  const left = from &&
    !isThere && {
      ...listRowKey(project, issue, from),
      since: from.since,
      near: from.near,
      until: now,
      x: marker,
    };
  const arrived = to && {
    ...listRowKey(project, issue, to),
    since: to.since,
    near: to.near,
    x: to.keptUntil,
  };
  return [left, arrived].filter((item) => typeof item === "object").map((item) => ({ kind: "put", item }));
}
