import { z } from "zod";
import { ResolvedIn } from "./release-order.js";

export const Status = z.enum(["unresolved", "resolved", "ignored"]);
export type Status = z.infer<typeof Status>;

/** Quiet until a time, or until the issue has this many events. */
export const Mute = z.union([
  z.object({ until: z.number() }),
  z.object({ total: z.number().int().positive() }),
]);
export type Mute = z.infer<typeof Mute>;

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
