import type { Dropped, Outcome, Receipt, Rejected, Stored } from "./protocol.js";

/** The outcomes of reports that are stored, in the order of the POST but for those it holds twice. */
export const storedOf = ({ outcomes }: Pick<Receipt, "outcomes">): readonly Stored[] =>
  outcomes.filter(isStored);

const isStored = (outcome: Outcome): outcome is Stored =>
  outcome.kind === "accepted" || outcome.kind === "duplicate";

/** The outcomes of entries that are no reports. */
export const rejectedOf = ({ outcomes }: Pick<Receipt, "outcomes">): readonly Rejected[] =>
  outcomes.flatMap((outcome) =>
    outcome.kind === "rejected" ? [{ index: outcome.index, reason: outcome.reason }] : [],
  );

/** What a list of words comes to: how often each stands in it. */
export function droppedOf(kinds: readonly string[]): readonly Dropped[] {
  const counts = new Map<string, number>();
  for (const what of kinds) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count }));
}
