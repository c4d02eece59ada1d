import { dollarsPerMillion } from "./cost.js";
import { type Finding, rounded } from "./finding.js";

const EVENTS_A_DAY = [1_000, 10_000, 100_000, 1_000_000, 10_000_000] as const;
const BATCHES = [1, 10, 50] as const;
const DAYS = 30;
const DAY_SECONDS = 86_400;
/** What a reducer waits for at the least, and folds at once where more come. */
const WINDOW_SECONDS = { quiet: 2, busy: 5 };
const BUSY_RATE = 10;

/** Dollars a month for one's own traffic: events a day, by how many of them a POST brings. */
export async function month(): Promise<Finding> {
  const rows: Finding["rows"][number][] = [];
  const figures: Record<string, number> = {};
  for (const events of EVENTS_A_DAY) {
    const rate = events / DAY_SECONDS;
    const window = rate < BUSY_RATE ? WINDOW_SECONDS.quiet : WINDOW_SECONDS.busy;
    const cells: [string, number][] = [];
    for (const batch of BATCHES) {
      const dollars = ((events * DAYS) / 1e6) * (await dollarsPerMillion(batch, { rate, window }));
      cells.push([`${batch} a POST`, rounded(dollars)]);
      figures[`dollars${events}Batch${batch}`] = rounded(dollars);
    }
    rows.push({ "events a day": events.toLocaleString("en"), ...Object.fromEntries(cells) });
  }
  return {
    title: "Dollars a month for events, evenly spread, in two regions, kept for 30 days",
    rows,
    figures,
    notes: [
      "What `bench -- cost` counts, times a month; what an idle deployment costs comes on top (`bench -- idle`).",
      "Kept longer, each further month adds up to half a dollar for a million events. Computed, not measured on AWS.",
    ],
  };
}
