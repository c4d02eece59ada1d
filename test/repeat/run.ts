import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seeded } from "@faultline/testing/seeded";
import { ROOT } from "../repository/source.js";
import { inRandomOrder } from "./order.js";
import { filesOf, type SuiteResult, suite } from "./suite.js";
import { type Run, report } from "./table.js";
import { placeOf, WAYS, type WayName } from "./ways.js";

// `npm run test:repeat -- --runs 5 --ways two,one,busy,alone,node22,node24`: all tests again and again, in circumstances
// that differ. What follows `--` goes to vitest: `-- --project unit packages/core`. Goes on after a failure.

const { values, positionals: forVitest } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    ways: { type: "string", default: WAYS.map(({ name }) => name).join(",") },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
  allowPositionals: true,
});
const names = values.ways.split(",");
const unknown = names.filter((name) => !WAYS.some((way) => way.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no way ${unknown.join(", ")}; there are ${WAYS.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const FOLDER = join(ROOT, "coverage/repeat");
mkdirSync(FOLDER, { recursive: true });
const random = seeded(Number(values.seed));
const runs: Run[] = [];
const ways = WAYS.filter(({ name }) => names.includes(name));
console.log(`SEED=${values.seed}, logs in ${FOLDER}`);

for (let number = 1; number <= Number(values.runs); number++) {
  for (const way of ways) {
    const result = await once(way.name, number);
    runs.push({ way: way.name, number, result });
    const { failed, passed, seconds } = result;
    console.log(
      `${way.name} ${number}: ${failed.length} of ${passed + failed.length} failed, ${Math.round(seconds)} s`,
    );
    for (const name of failed) console.log(`  ${name}`);
    // After each, so that whoever ends it has what there is.
    writeFileSync(join(FOLDER, "table.md"), report(ways, runs));
  }
}
console.log(`\n${report(ways, runs)}`);
process.exit(runs.every(({ result }) => result.failed.length === 0) ? 0 : 1);

async function once(name: WayName, number: number): Promise<SuiteResult> {
  const place = await placeOf(name);
  try {
    const log = join(FOLDER, `${name}-${number}`);
    if (!place.isAlone) return await suite({ place, log, args: forVitest });
    const results: SuiteResult[] = [];
    for (const [index, file] of inRandomOrder(await filesOf(place, forVitest), random).entries()) {
      results.push(await suite({ place, log: `${log}-${index}`, args: [file] }));
    }
    return {
      passed: results.reduce((sum, { passed }) => sum + passed, 0),
      failed: results.flatMap(({ failed }) => failed),
      seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  } finally {
    place.leave();
  }
}
