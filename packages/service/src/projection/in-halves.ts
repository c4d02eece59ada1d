import type { Accepted } from "@faultline/core/event";
import { invariant } from "@faultline/core/invariant";
import type { Written } from "../ports.js";

/**
 * Folds in two steps what touches more rows than one transaction takes. What the first step wrote stays when the second
 * conflicts: folded again, it changes nothing.
 */
export async function inHalves(
  events: readonly Accepted[],
  fold: (events: readonly Accepted[]) => Promise<Written>,
): Promise<Written> {
  invariant(events.length > 1, "the rows of one event fit one transaction");
  const middle = Math.ceil(events.length / 2);
  const first = await fold(events.slice(0, middle));
  return first === "conflict" ? first : fold(events.slice(middle));
}
