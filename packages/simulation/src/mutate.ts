import { parseArgs } from "node:util";
import * as z from "zod";
import { MUTATIONS, type Mutation } from "./mutations.js";
import { runWorlds } from "./run-worlds.js";

// `npm run mutate [-- --only lease] [--worlds 500] [--seed 1000]`: puts one bug after the other into a copy of the code,
// and sees how many worlds it takes to find it, of those that it can show in. Exits with 1 when one is not found.

const { values } = parseArgs({
  options: {
    worlds: { type: "string", default: "500" },
    seed: { type: "string", default: "1000" },
    only: { type: "string", default: "" },
  },
});
const whole = z.coerce.number().int().positive();
const [worlds, seed] = [whole.parse(values.worlds), whole.parse(values.seed)];

interface Row {
  readonly name: string;
  readonly found: boolean;
  readonly worlds: number;
  readonly invariants: readonly string[];
}

const rows: Row[] = [];
console.log(
  `SEED=${seed}\n| bug | worlds until found | of those with | what did not hold |\n| --- | ---: | --- | --- |`,
);
for (const mutation of MUTATIONS.filter(({ name }) => name.includes(values.only)))
  rows.push(await find(mutation));
console.log(JSON.stringify(rows));
process.exit(rows.every(({ found }) => found) ? 0 : 1);

async function find(mutation: Mutation): Promise<Row> {
  const { name, kind = [] } = mutation;
  const totals = await runWorlds({ seed, worlds, kind, stopAtFailure: true, edit: mutation });
  const invariants = [...new Set(totals.failures.flatMap((failure) => failure.invariants))].sort();
  const found = invariants.length > 0;
  const count = found ? String(totals.worlds) : `not in ${totals.worlds}`;
  console.log(`| ${name} | ${count} | ${kind.join(", ")} | ${invariants.join(", ")} |`);
  return { name, found, worlds: totals.worlds, invariants };
}
