import { base32, digest } from "@faultline/core/hash";
import { Mute } from "@faultline/core/status";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { activityPartition, sortableTime } from "../table/layout.js";

/** What happened to an issue. */
export const DEEDS = [
  "first-seen",
  "regressed",
  "resolved",
  "unresolved",
  "ignored",
  "muted",
  "unmuted",
  "assigned",
  "deleted",
  "merged",
  "merged-into",
  "unmerged",
  "unmerged-from",
] as const;

/** Who did what to an issue, when and why. Times in milliseconds since 1970. */
export const ActivityLine = z.object({
  at: z.number(),
  did: z.enum(DEEDS),
  /** Left out of what happened by itself. */
  by: z.string().optional(),
  /** It was seen first in, came back in or is resolved in; with `after` by whatever comes after it. */
  release: z.string().optional(),
  after: z.boolean().optional(),
  /** To whom it was assigned; null for nobody. */
  to: z.string().nullable().optional(),
  mute: Mute.optional(),
  /** Which other issue was merged into it, or taken out of it, or it into or out of which. */
  issue: z.string().optional(),
  why: z.string().optional(),
});
export type ActivityLine = z.infer<typeof ActivityLine>;

interface Place {
  readonly project: string;
  readonly issue: string;
}

/** What a line stands behind: the decision that it undoes has the same time. */
interface Standing {
  readonly at: number;
  readonly isAfter?: boolean;
}

/**
 * Keeps a line. Its key follows from what happened alone, so that both regions write the same one, as often as they meet
 * it; `as` is where it stands and what it is known by, where its own time differs from one region to the other.
 */
export async function noteActivity(
  { log }: Pick<Ports, "log">,
  { project, issue }: Place,
  line: ActivityLine,
  as: Standing = line,
): Promise<void> {
  const { did, by = "" } = line;
  const same =
    as === line
      ? JSON.stringify([line.release, line.to, line.mute, ...(line.issue ? [line.issue] : [])])
      : "";
  const name = base32(digest(did, by, same)).slice(0, 16);
  const sk = `${sortableTime(as.at)}#${as.isAfter ? 1 : 0}#${name}`;
  await log.put({ pk: activityPartition(project, issue), sk, ...line }, { kind: "absent" });
}
