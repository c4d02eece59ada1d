import * as z from "zod";
import { ResolvedIn } from "./release-order.js";

export const Status = z.enum(["unresolved", "resolved", "ignored"]);
export type Status = z.infer<typeof Status>;

/**
 * Quiet until a time, until the issue has this many events or users, or until so many events come within a minute, an hour
 * or a day. Of the one in which it was muted those count that came after: `had` is when it began and what it had by then.
 */
export const Mute = z.union([
  z.object({ until: z.number() }),
  z.object({ total: z.number().int().positive() }),
  z.object({ users: z.number().int().positive() }),
  z.object({
    count: z.number().int().positive(),
    window: z.enum(["minute", "hour", "day"]),
    /** Mutes of earlier versions say nothing: of those the windows count that began later. */
    had: z.tuple([z.number(), z.number()]).optional(),
  }),
]);
export type Mute = z.infer<typeof Mute>;

/** What a mute is judged by. `isOver`: so many events have come within its window, once. */
interface Loudness {
  readonly total: number;
  readonly users: number;
  readonly isOver: boolean;
  readonly now: number;
}

/** True while a mute still holds. */
export function isMuted(mute: Mute | undefined, { total, users, isOver, now }: Loudness): boolean {
  if (!mute) return false;
  if ("until" in mute) return now < mute.until;
  if ("total" in mute) return total < mute.total;
  return "users" in mute ? users < mute.users : !isOver;
}

/**
 * What people decided about an issue: one last-writer-wins register in the log.
 * `at` is a hybrid clock, never earlier than anything its writer had seen.
 */
export const TriageState = z.object({
  status: Status,
  at: z.number(),
  by: z.string().optional(),
  mute: Mute.optional(),
  /** When the mute was set or ended, and by whom. */
  muted: z.object({ at: z.number(), by: z.string() }).optional(),
  /** Why, where nobody decided it by hand: the commit that says so, for instance. */
  why: z.string().optional(),
  /** Resolved in a release: events of older ones do not reopen the issue. */
  in: ResolvedIn.optional(),
  /** Deleted before: events received up to this time are gone. */
  cut: z.number().optional(),
  /** The decision was to delete it. */
  deleted: z.literal(true).optional(),
});
export type TriageState = z.infer<typeof TriageState>;

export interface EffectiveStatus {
  readonly status: Status;
  /** Resolved once, then seen again: shown as unresolved, and told so. */
  readonly regressed: boolean;
}

/** Who is to look after an issue, or that nobody is: a register of its own, so that no decision overwrites it. */
export const Assignment = z.object({
  to: z.string().nullable(),
  /** The id of the person of that name, where there is one. */
  person: z.string().optional(),
  at: z.number(),
  by: z.string(),
});
export type Assignment = z.infer<typeof Assignment>;

/**
 * Where an issue stands. Nothing is written when an error comes back: `resolved` and an event that reopens what was
 * resolved before some later time make `unresolved` by themselves, so no two writers can race over it. Where the issue is
 * resolved in a release, `reopensBefore` is that of its events of such releases: see `reopensIn`.
 */
export function effectiveStatus(register: TriageState | undefined, reopensBefore: number): EffectiveStatus {
  if (!register) return { status: "unresolved", regressed: false };
  const regressed = register.status === "resolved" && reopensBefore > register.at;
  return { status: regressed ? "unresolved" : register.status, regressed };
}
