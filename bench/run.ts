import { cpus, totalmem } from "node:os";
import { before } from "./before.js";
import { coldStart } from "./cold-start.js";
import { cost } from "./cost.js";
import { cpu, floor } from "./cpu.js";
import { type Finding, told } from "./finding.js";
import { growth } from "./growth.js";
import { hot } from "./hot.js";
import { idleCost } from "./idle-cost.js";
import { month } from "./month.js";
import { scale } from "./scale.js";
import { search } from "./search.js";
import { storm } from "./storm.js";
import { throughput } from "./throughput.js";

// `npm run bench -- [cpu|floor|cost|idle|month|throughput|cold|growth|hot|scale|search|storm]`: one or all. Tables, and as the last line one JSON object.
// `npm run bench -- before <commit> [cpu|…]`: the same over an earlier commit's code, in turn with today's.

const BENCHES: Readonly<Record<string, () => Promise<Finding>>> = {
  cpu,
  floor,
  cost,
  idle: idleCost,
  month,
  throughput,
  cold: coldStart,
  growth,
  hot,
  scale,
  search,
  storm,
};

const [first, commit, ...others] = process.argv.slice(2);
const isBefore = first === "before";
const asked = isBefore ? others : process.argv.slice(2);
if (isBefore && commit === undefined) refuse("before which commit?");
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0)
  refuse(`no such benchmark: ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);

const machine = {
  cores: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
process.stdout.write(`${machine.cores} × ${machine.model}, ${machine.memoryGb} GB, Node ${machine.node}\n`);

const figures: Record<string, Finding["figures"]> = {};
if (isBefore && commit !== undefined)
  await tell("before", () => before(commit, asked.length > 0 ? asked : ["cpu"]));
else
  for (const [name, bench] of Object.entries(BENCHES))
    if (asked.length === 0 || asked.includes(name)) await tell(name, bench);
process.stdout.write(`${JSON.stringify({ machine, ...figures })}\n`);
process.exit(0);

async function tell(name: string, bench: () => Promise<Finding>): Promise<void> {
  const finding = await bench();
  process.stdout.write(told(finding));
  figures[name] = finding.figures;
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
