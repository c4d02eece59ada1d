import type { Accepted, Notify } from "@faultline/core/event";
import type { Pace } from "@faultline/core/pace";
import type { WindowCounts } from "@faultline/core/rule";
import { isMuted, type TriageState } from "@faultline/core/status";
import type { Usual } from "@faultline/core/unusual";
import type { Environments } from "../projection/rows/environments.js";
import { type IssueState, reopensBeforeOf } from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import type { Series } from "../projection/series/series.js";
import type { PendingNotification, Raised } from "./pending-notification.js";

/** An issue as it was, and the events that came. */
export interface Growth {
  readonly before: Pick<Series, "total" | "reopensBefore"> & {
    readonly windows: WindowCounts;
    readonly environments: Environments;
    /** How many users it had met. */
    readonly users: number;
    readonly configs: readonly Notify[];
    readonly pace: Pace | undefined;
    readonly raised: Raised;
  };
  readonly register: TriageState | undefined;
  readonly added: readonly Accepted[];
  /** The issue is open again now if it was resolved before this time. */
  readonly reopensBefore: number;
  /** Those it met for the first time with these events. */
  readonly newUsers: ReadonlySet<string>;
  /** What is usual on the day of the latest of them, where that is asked for. */
  readonly usual: Usual | undefined;
  /** So many events have come that a mute by a window has ended. */
  readonly isMuteOver: boolean;
  readonly incarnation: number;
  readonly now: number;
}

/** What of an issue that had met so many users is looked at, before events come. */
export function beforeGrowth(state: IssueState, users: number): Growth["before"] {
  const { windows, environments, configs, pace, raised } = state;
  const { total } = joined(state);
  const figures = { total, reopensBefore: reopensBeforeOf(state), users };
  return { ...figures, windows, environments, configs, pace, raised };
}

/** What everything that becomes due for a config has. */
export const basic = ({ incarnation, now }: Growth, { config, threshold, interval }: Notify) => ({
  config,
  threshold,
  interval,
  life: incarnation,
  at: now,
});

/** Why an issue of so many events is quiet; undefined when it is not. */
export function heldBy(
  { register, now, before, newUsers, isMuteOver: isOver }: Growth,
  total: number,
): PendingNotification["held"] {
  if (register?.status === "ignored") return "ignored";
  const users = before.users + newUsers.size;
  return isMuted(register?.mute, { total, users, isOver, now }) ? "muted" : undefined;
}
