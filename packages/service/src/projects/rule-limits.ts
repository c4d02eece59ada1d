import type { IntakeRule } from "@faultline/core/intake-rule";
import { VisibleError } from "@faultline/core/visible-error";

export const RULES_MAX = 50;
const RULES_CHARS_MAX = 20_000;

/** Throws `bad_request` for more rules than a project may have: they are part of its row, which every request reads. */
export function refuseTooMany(rules: readonly IntakeRule[]): void {
  const chars = JSON.stringify(rules).length;
  if (rules.length > RULES_MAX)
    throw refusal(
      `A project has ${RULES_MAX} rules at the most: remove one first, or use * for what they share.`,
    );
  if (chars > RULES_CHARS_MAX)
    throw refusal(
      `All rules together may have ${RULES_CHARS_MAX} characters as JSON; these have ${chars}. Use * for what they share.`,
    );
}

const refusal = (text: string): VisibleError => new VisibleError("unprocessable", "bad_request", text);
