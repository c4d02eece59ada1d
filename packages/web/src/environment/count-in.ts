import type { Issue } from "../api/types.js";

/** How many events an issue has in an environment; all of them where it is empty. */
export function countIn(
  { count, environmentCounts }: Pick<Issue, "count" | "environmentCounts">,
  environment: string,
): number {
  if (environment === "") return count;
  const meant = environment.toLowerCase();
  return Object.entries(environmentCounts).reduce(
    (sum, [name, own]) => (name.toLowerCase() === meant ? sum + own : sum),
    0,
  );
}
