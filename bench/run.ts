import { cpus, totalmem } from "node:os";
import { coldStart } from "./cold-start.js";
import { cost } from "./cost.js";
import { cpu } from "./cpu.js";
import { type Finding, told } from "./finding.js";
import { growth } from "./growth.js";
import { idleCost } from "./idle-cost.js";
import { storm } from "./storm.js";
import { throughput } from "./throughput.js";

// `npm run bench -- [cpu|cost|idle|throughput|cold|growth|storm]`: one or all. Tables, and as the last line one JSON object.

const BENCHES: Readonly<Record<string, () => Promise<Finding>>> = {
  cpu,
  cost,
  idle: idleCost,
  throughput,
  cold: coldStart,
  growth,
  storm,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `no such benchmark: ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}\n`,
  );
  process.exit(2);
}

const machine = {
  cores: cpus().length,
  model: cpus()[0]?.model ?? "unknown",
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
process.stdout.write(`${machine.cores} × ${machine.model}, ${machine.memoryGb} GB, Node ${machine.node}\n`);

const figures: Record<string, Finding["figures"]> = {};
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const finding = await bench();
  process.stdout.write(told(finding));
  figures[name] = finding.figures;
}
process.stdout.write(`${JSON.stringify({ machine, ...figures })}\n`);
process.exit(0);
