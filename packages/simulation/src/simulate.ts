import { parseArgs } from "node:util";
import * as z from "zod";
import { DICE, FAULT_NAMES, type FaultName, HAPPENINGS } from "./faults.js";
import { runWorld, shrink } from "./run-world.js";
import { runWorlds } from "./run-worlds.js";
import { restWithin, type Totals } from "./totals.js";

// `npm run simulate -- --worlds 1000 [--seed 7]`, or one world again: `--seed 7 --steps 40 --off skew,poison`; by the
// dice before with `--dice 2`, or `--dice 1`.

const { values } = parseArgs({
  options: {
    worlds: { type: "string", default: "1" },
    seed: { type: "string" },
    steps: { type: "string" },
    off: { type: "string" },
    dice: { type: "string" },
  },
});
const worlds = z.coerce.number().int().positive().parse(values.worlds);
const seed = z.coerce
  .number()
  .int()
  .default(Date.now() % 1_000_000_000)
  .parse(values.seed);
const dice = ([1, 2] as const).find((version) => String(version) === values.dice) ?? DICE;
const off = new Set(
  (values.off ?? "")
    .split(",")
    .filter((name): name is FaultName => FAULT_NAMES.some((known) => known === name)),
);

if (worlds === 1) await one();
else await many();

async function one(): Promise<void> {
  const steps = values.steps === undefined ? undefined : Number(values.steps);
  const result = await runWorld({ seed, steps, off, dice });
  for (const line of result.history) console.log(line);
  for (const { invariant, detail } of result.violations) console.log(`✗ ${invariant}: ${detail}`);
  const { history: _, ...figures } = result;
  console.log(JSON.stringify(figures));
  process.exit(result.violations.length > 0 ? 1 : 0);
}

async function many(): Promise<void> {
  console.log(`SEED=${seed}, ${worlds} worlds`);
  const begun = Date.now();
  const totals = await runWorlds({ seed, worlds }, ({ worlds: done, failures }) => {
    process.stderr.write(`\r${done} of ${worlds} worlds, ${failures.length} failed`);
  });
  process.stderr.write("\n");
  print(totals, (Date.now() - begun) / 1000);
  const [first] = totals.failures;
  if (first) await explainFailure(first.seed);
  process.exit(first ? 1 : 0);
}

function print(totals: Totals, seconds: number): void {
  const { worlds: count, failures, cpuSeconds } = totals;
  const failed = (name: string): number =>
    failures.filter(({ invariants }) => invariants.some((one) => one.startsWith(name))).length;
  const percent = (sum = 0): string => `${(sum / Math.max(1, count)).toFixed(1)} %`;
  const rows: readonly (readonly [string, string | number])[] = [
    ["worlds", count],
    ["events sent, accepted", `${totals.events}, ${totals.acked}`],
    ["worlds with an accepted event lost", failed("I1 ")],
    ["… a count wrong, regions or a rebuild apart", failed("I2")],
    ["… an event nobody sent", failed("I3")],
    ["… a total that went down", failed("I4")],
    ["… a due notice missed or unexplained", failed("I5")],
    ["… a status told differently", failed("I6")],
    ["… something left to do at rest", failed("I7")],
    ["… occurrences missing or twice in the pages", failed("I8 ")],
    ["… own faults that made faults", failed("I9")],
    ["… health that took both regions out", failed("I10")],
    ["… comments or activity told differently", failed("I11")],
    ["… who was shut out let in, or the other way round", failed("I12")],
    ["… a quota that was not kept, or bodies", failed("I13")],
    ["… an error of the code", failed("I0")],
    ["notices due, told twice (each explained)", `${totals.due}, ${totals.duplicated}`],
    ["a counter both regions add to is off by", percent(totals.naive.shared)],
    ["one a region, requests counted, by", percent(totals.naive.perRegion)],
    ["one a region, with replicated markers, by", percent(totals.naive.marked)],
    [
      "seconds from the last fault to rest, half, 99 %",
      `${restWithin(totals, 0.5)}, ${restWithin(totals, 0.99)}`,
    ],
    ["seconds, worlds a second of one core", `${seconds.toFixed(0)}, ${(count / cpuSeconds).toFixed(1)}`],
  ];
  for (const [name, value] of rows) console.log(`  ${name.padEnd(46)} ${value}`);
  for (const [kind, names] of [
    ["struck", FAULT_NAMES],
    ["came of it", HAPPENINGS],
  ] as const)
    console.log(`  ${kind}: ${names.map((name) => `${name} ${totals.faults[name] ?? 0}`).join(", ")}`);
  console.log(JSON.stringify({ ...totals, seconds }));
}

async function explainFailure(failedSeed: number): Promise<void> {
  const { seed: smallest, result } = await shrink(failedSeed);
  console.log(`\nseed ${failedSeed}, made as small as it still fails:`);
  for (const line of result.history) console.log(`  ${line}`);
  for (const { invariant, detail } of result.violations) console.log(`  ✗ ${invariant}: ${detail}`);
  const switches = [...(smallest.off ?? [])].join(",");
  console.log(
    `again: npm run simulate -- --seed ${failedSeed} --steps ${smallest.steps ?? result.steps}${switches ? ` --off ${switches}` : ""}`,
  );
}
