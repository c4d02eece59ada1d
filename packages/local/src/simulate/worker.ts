import { runWorld } from "./run-world.js";
import { NO_TOTALS, type Totals, withWorld } from "./totals.js";

// A process of its own: runs every n-th world of a range, and reports what they came to.

const [from = 0, to = 0, step = 1, stopAtFailure = 0] = process.argv.slice(2).map(Number);
let totals: Totals = NO_TOTALS;
for (let seed = from; seed < to; seed += step) {
  totals = withWorld(totals, await runWorld({ seed }));
  process.send?.(totals);
  if (stopAtFailure === 1 && totals.failures.length > 0) break;
}
process.disconnect?.();
