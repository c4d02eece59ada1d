import type { ResolvedIn } from "./release-order.js";
import type { Level } from "./report.js";
import type { Mute, Status } from "./status.js";

/** Events with one fingerprint, as one region's view knows them. Times in milliseconds since 1970. */
export interface Issue {
  /** `iss_…` */
  readonly id: string;
  readonly project: string;
  /** `type: first line of the message`. */
  readonly title: string;
  readonly type: string;
  /** The message of its earliest event: /v0 addresses an issue by it, so it has to stay. */
  readonly message: string;
  /** Where it happens: `function (file)` of the innermost in-app frame, or the transaction. */
  readonly culprit: string;
  readonly level: Level;
  readonly status: Status;
  readonly regressed: boolean;
  readonly statusAt?: number | undefined;
  /** Who decided, or why. */
  readonly statusBy?: string | undefined;
  /** The release it is resolved in, or with `after` the one that whatever comes after resolves it. */
  readonly statusIn?: ResolvedIn | undefined;
  /** Who is to look after it. */
  readonly assignee?: string | undefined;
  /** The id of that person, where they are known by more than the name. */
  readonly assigneeId?: string | undefined;
  readonly mute?: Mute | undefined;
  /** So many events have come, or users, as end it. */
  readonly isMuteOver?: boolean | undefined;
  readonly count: number;
  readonly users: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly firstRelease?: string | undefined;
  /** Where its events happened, most of them first. */
  readonly environments?: readonly string[] | undefined;
  /** How many in each of them; those that do not say are in none. */
  readonly environmentCounts?: Readonly<Record<string, number>> | undefined;
  /** Release, environment, tags and handled are those of its latest event. */
  readonly release?: string | undefined;
  readonly environment?: string | undefined;
  readonly handled?: boolean | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  /** The issue that it is shown as a part of; its own numbers are its own. */
  readonly mergedInto?: string | undefined;
  /** The issues that are shown as parts of it: its numbers are theirs, too. */
  readonly members?: readonly string[] | undefined;
}
