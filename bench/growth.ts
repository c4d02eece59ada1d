import { type Finding, rounded } from "./finding.js";
import { listGrowth } from "./list-growth.js";

const SIZES = [1_000, 100_000] as const;
const ROUNDS = 100;

/** Whether a list gets slower with the number of issues in it. */
export async function growth(): Promise<Finding> {
  const found = await listGrowth(SIZES, ROUNDS);
  const [small, large] = found;
  if (!small || !large) throw new Error("nothing was measured");
  const ratio = (part: "first" | "second" | "withSparklines" | "byEvents"): number =>
    rounded(large[part] / small[part]);
  return {
    title: "A page of 50 issues, milliseconds",
    rows: found.map(({ issues, first, second, withSparklines, byEvents }) => ({
      "issues in the project": issues,
      "first page": rounded(first),
      "second page": rounded(second),
      "with sparklines": rounded(withSparklines),
      "by events": rounded(byEvents),
    })),
    notes: [
      `${ROUNDS} rounds, both projects in turn, the middle of each, over the store of the local world.`,
      `${SIZES[1]} issues take ${ratio("first")} times as long as ${SIZES[0]} (first page), ${ratio("second")} (second), ${ratio("byEvents")} (by events).`,
    ],
    figures: {
      firstPageRatio: ratio("first"),
      secondPageRatio: ratio("second"),
      withSparklinesRatio: ratio("withSparklines"),
      byEventsRatio: ratio("byEvents"),
      firstPageMilliseconds: rounded(large.first),
    },
  };
}
