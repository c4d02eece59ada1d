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

/** Where it should stand: it moves when its list changes, and at most once a minute for new events. */
export function place(
  before: Listed | undefined,
  { list, lastSeen, now, expiresAt }: { list: ListName; lastSeen: number; now: number; expiresAt: number },
): Listed {
  const stays = before?.list === list && Math.floor(before.at / MINUTE) === Math.floor(lastSeen / MINUTE);
  if (stays && isKeptLong(before.keptUntil, expiresAt)) return before;
  return { ...(stays ? before : { list, at: lastSeen, since: now }), keptUntil: expiresAt };
}

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
    !isThere && { ...listRowKey(project, issue, from), since: from.since, until: now, x: marker };
  const arrived = to && { ...listRowKey(project, issue, to), since: to.since, x: to.keptUntil };
  return [left, arrived].filter((item) => typeof item === "object").map((item) => ({ kind: "put", item }));
}
