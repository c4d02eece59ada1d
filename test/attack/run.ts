import { parseArgs } from "node:util";
import { attacks } from "./all.js";
import type { Row } from "./attack.js";
import { attackedWorld } from "./attacked-world.js";
import { underLoad } from "./load.js";

// `npm run attack`: every attack against a world of its own, on this machine alone; exit code 1 when one is not held.
// `--only a,b` runs some; `--load` holds each up at 100 requests a second and looks at how everybody else fares.

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    load: { type: "boolean", default: false },
    seconds: { type: "string", default: "8" },
  },
});
const chosen = values.only?.split(",");
const world = await attackedWorld();
let isHeld = true;
try {
  for (const attack of attacks) {
    if (chosen && !chosen.includes(attack.name)) continue;
    const row = values.load
      ? await underLoad(world, attack, Number(values.seconds))
      : await attack.run(world);
    if (!row) continue;
    isHeld &&= row.isHeld;
    process.stdout.write(`${lineOf(attack.name, row)}\n`);
  }
} finally {
  await world.dispose();
}
process.exit(isHeld ? 0 : 1);

function lineOf(name: string, { threat, input, worst, memory, isHeld: held }: Row): string {
  const memoryText = memory === undefined ? "–" : `${memory >= 0 ? "+" : ""}${memory} MB`;
  return `| ${[name, threat, input, worst, memoryText, held ? "held" : "NOT HELD"].join(" | ")} |`;
}
