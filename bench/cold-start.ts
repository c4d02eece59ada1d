import { execFile } from "node:child_process";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { buildBundles } from "../test/infra/build-bundle.js";
import { runningWorld } from "../test/stories/running-world.js";
import { at, type Finding } from "./finding.js";
import { ENVIRONMENT } from "./function-environment.js";

const run = promisify(execFile);
const WORLD_STARTS = 3;
const PROCESS_STARTS = 9;
const NOTHING = "nothing";

/** How long the local world takes to be ready, and each function's bundle to be loaded by a new process. */
export async function coldStart(): Promise<Finding> {
  const built = Object.entries(await buildBundles());
  const files = new Map(built.map(([path, { out }]) => [basename(path), join(out, "bundle.mjs")]));
  const sizes = new Map(built.map(([path, { bytes }]) => [basename(path), bytes]));
  const worlds: number[] = [];
  for (let start = 0; start < WORLD_STARTS; start++) worlds.push(await worldStart());
  const loads = new Map<string, number[]>();
  for (let round = 0; round < PROCESS_STARTS; round++) {
    for (const [name, file] of [[NOTHING, "data:text/javascript,"] as const, ...files])
      loads.set(name, [...(loads.get(name) ?? []), await load(file)]);
  }
  const world = Math.round(at(worlds, 0.5));
  const middles = [...loads].map(([name, times]) => [name, Math.round(at(times, 0.5))] as const);
  return {
    title: "Cold start, milliseconds",
    rows: [
      { what: "npm start, until it is ready", middle: world, "bundle KB": "" },
      ...middles.map(([name, middle]) => ({
        what: name === NOTHING ? "a Node process that loads nothing" : `one that loads the function ${name}`,
        middle,
        "bundle KB": Math.round((sizes.get(name) ?? 0) / 1000) || "",
      })),
    ],
    notes: [
      `${WORLD_STARTS} starts of the world on new data, ${PROCESS_STARTS} of each process, in turn; the middle of each.`,
      "Bundles are what SST would deploy, loaded by Node on this machine; what Lambda adds before and after is not in it.",
    ],
    figures: {
      worldMilliseconds: world,
      ...Object.fromEntries(middles.map(([name, middle]) => [`${name}Milliseconds`, middle])),
    },
  };
}

async function worldStart(): Promise<number> {
  const start = performance.now();
  const world = await runningWorld();
  const milliseconds = performance.now() - start;
  await world.dispose();
  return milliseconds;
}

/** Until a new process has loaded a module. */
async function load(file: string): Promise<number> {
  const program = `await import(${JSON.stringify(file)}); process.exit(0)`;
  const start = performance.now();
  await run(process.execPath, ["--input-type=module", "-e", program], { env: ENVIRONMENT });
  return performance.now() - start;
}
