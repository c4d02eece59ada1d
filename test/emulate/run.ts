import { createInterface } from "node:readline";
import { KEYS } from "../infra/invoke.js";
import { checkWorld } from "./checks.js";
import { deployEmulated, type EmulatedWorld, type Region, runEmulated } from "./emulated-world.js";
import type { FaultRow } from "./fault-table.js";
import { KINDS } from "./faults.js";
import { emulatorPython, NoPython } from "./install.js";
import { keepTime } from "./keep-time.js";
import { takePictures } from "./pictures.js";

// `npm run emulate`: the application on an emulated AWS, to be looked at; with `-- --check`, to be checked; with `-- --pictures`, a
// region's death in pictures, with Chromium.

try {
  emulatorPython();
} catch (error) {
  if (!(error instanceof NoPython)) throw error;
  console.log(`left out: ${error.message}`);
  process.exit(0);
}
const deployment = await deployEmulated();
const { program, emulator, deployment: deployed } = deployment.took;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
console.log(`program ${seconds(program)}, emulator ${seconds(emulator)}, resources ${seconds(deployed)}`);
for (const line of deployment.refused) console.error(`✗ ${line}`);
const world = await runEmulated(deployment);
if (process.argv.includes("--check")) await checked();
else if (process.argv.includes("--pictures")) await pictured();
else stayed();

async function checked(): Promise<void> {
  let good = 0;
  let wrong = deployment.refused.length;
  await checkWorld(
    world,
    ({ what, seen }) => {
      if (seen === undefined) good += 1;
      else wrong += 1;
      console.log(seen === undefined ? `✓ ${what}` : `✗ ${what}: ${seen}`);
    },
    showRow,
  );
  console.log(`${world.endpoint.calls.length} calls`);
  console.log(`${good} hold, ${wrong} do not; emulated, never seen on AWS`);
  await end(wrong === 0 ? 0 : 1);
}

async function pictured(): Promise<void> {
  await takePictures(world, (line) => console.log(line));
  await end(0);
}

function showRow({ ill, kind, request, status, milliseconds, acceptedBy, wrong }: FaultRow): void {
  const columns = [
    ill.padEnd(26),
    kind.padEnd(8),
    request.padEnd(5),
    status,
    acceptedBy.padEnd(5),
    `${milliseconds} ms`,
  ];
  console.log(`  ${columns.join("  ")}${wrong === undefined ? "" : `  ✗ ${wrong}`}`);
}

function stayed(): void {
  const { failover, ...regions } = world.addresses;
  console.log(`\nthe one name  ${failover}`);
  for (const [region, address] of Object.entries(regions)) console.log(`${region}     ${address}`);
  console.log(`master key    ${KEYS.master}\nclient key    ${KEYS.client}`);
  console.log("\nkill us-east-1 | heal us-east-1 | faults <service> <kind> | well | end");
  const stopTime = keepTime(world, (line) => console.log(line));
  createInterface({ input: process.stdin }).on("line", (line) => {
    obey(world, line.trim()).catch((error: unknown) => console.error(String(error)));
  });
  process.on("SIGINT", () => {
    stopTime();
    void end(0);
  });
}

async function obey({ kill, heal, endpoint }: EmulatedWorld, line: string): Promise<void> {
  const [word, what = "", kind = ""] = line.split(" ");
  if (word === "end") await end(0);
  if (word === "well") endpoint.faults.length = 0;
  if ((word === "kill" || word === "heal") && isRegion(what)) (word === "kill" ? kill : heal)(what);
  const known = KINDS.find((one) => one === kind);
  if (word === "faults" && known) endpoint.faults.push({ service: what, kind: known });
}

function isRegion(text: string): text is Region {
  return text === "us-east-1" || text === "us-west-2";
}

async function end(status: number): Promise<void> {
  await world.stop();
  deployment.stop();
  process.exit(status);
}
