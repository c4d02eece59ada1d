import { FAULT_NAMES, HAPPENINGS } from "./faults.js";
import { runWorld } from "./run-world.js";
import { seedsOf } from "./seeds.js";
import { isSelfReporting } from "./self-reports.js";
import { totalsOf } from "./totals.js";

// A process of its own: runs every n-th world of those of a kind, and reports what each came to.

const [from = 0, worlds = 0, place = 0, step = 1, stopAtFailure = 0] = process.argv.slice(2, 7).map(Number);
const names = process.argv.slice(7);
const kind = [...FAULT_NAMES, ...HAPPENINGS].filter((name) => names.includes(name));
const seeds = seedsOf(from, worlds, kind).filter((_, index) => index % step === place);
const [first, last] = [seeds.filter((seed) => !isSelfReporting(seed)), seeds.filter(isSelfReporting)];
const inOrder = stopAtFailure === 1 ? seeds : [...first, ...last];
let used = process.cpuUsage();
for (const seed of inOrder) {
  const result = await runWorld({ seed });
  const { user, system } = process.cpuUsage(used);
  used = process.cpuUsage();
  process.send?.(totalsOf(result, (user + system) / 1e6));
  if (stopAtFailure === 1 && result.violations.length > 0) break;
}
process.disconnect?.();
