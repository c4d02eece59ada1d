import { parseArgs } from "node:util";
import { protocols } from "@faultline/protocols/all";
import { fuzz } from "./fuzz.js";

// `npm run fuzz -- --mutations 200000 --seed 1 --wire sentry`: a line for each wire, exit code 1 when one failed.

/** However odd a request of such a size is, it takes no longer. */
const SLOWEST_MILLISECONDS = 50;

const { values } = parseArgs({
  options: {
    mutations: { type: "string", default: "200000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    wire: { type: "string" },
  },
});
const seed = Number(values.seed);
const wires = protocols
  .map(({ name }) => name)
  .filter((name) => values.wire === undefined || name === values.wire);
process.stdout.write(`SEED=${seed}\n`);
for (const wire of wires) {
  const { failures, slowest, ...told } = await fuzz(wire, Number(values.mutations), seed);
  process.stdout.write(`${JSON.stringify({ ...told, failures: failures.length })}\n`);
  const { cpuMilliseconds, bytes, body } = slowest;
  process.stdout.write(`  slowest: ${cpuMilliseconds} ms of CPU, ${bytes} bytes: ${body.slice(0, 200)}\n`);
  if (cpuMilliseconds > SLOWEST_MILLISECONDS) process.exitCode = 1;
  for (const failure of failures.slice(0, 3)) process.stdout.write(`  ${failure.slice(0, 2_000)}\n`);
  if (failures.length > 0) process.exitCode = 1;
}
