import type { Issue } from "../api/types.js";

/** So many are named: most issues know one or two. */
const NAMED_MAX = 3;

/** Where an issue happened, most often first, with how many more there are: `production, staging +2`; empty where none is known. */
export function environmentsOf({ environments }: Pick<Issue, "environments">): string {
  const named = environments.slice(0, NAMED_MAX).join(", ");
  const more = environments.length - NAMED_MAX;
  return more > 0 ? `${named} +${more}` : named;
}
