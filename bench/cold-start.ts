import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { buildBundles } from "../test/infra/build-bundle.js";
import { runningWorld } from "../test/stories/running-world.js";
import { at, type Finding, rounded } from "./finding.js";
import { ENVIRONMENT } from "./function-environment.js";

const run = promisify(execFile);
const WORLD_STARTS = 3;
const PROCESS_STARTS = 15;
const NOTHING = "nothing";

interface Start {
  readonly clock: number;
  readonly processor: number;
}

/** How long the local world takes to be ready, and what it takes a new process to load each function's bundle. */
export async function coldStart(): Promise<Finding> {
  const built = new Map(Object.entries(await buildBundles()).map(([path, one]) => [basename(path), one]));
  const worlds: number[] = [];
  for (let start = 0; start < WORLD_STARTS; start++) worlds.push(await worldStart());
  const starts = new Map<string, Start[]>();
  for (let round = 0; round < PROCESS_STARTS; round++) {
    const files = [...built].map(([name, { out }]) => [name, join(out, "bundle.mjs")] as const);
    for (const [name, file] of [[NOTHING, "data:text/javascript,"] as const, ...files])
      starts.set(name, [...(starts.get(name) ?? []), await load(file)]);
  }
  const middle = (name: string, of: keyof Start): number =>
    at(
      (starts.get(name) ?? []).map((start) => start[of]),
      0.5,
    );
  const over = (name: string, of: keyof Start): number => rounded(middle(name, of) - middle(NOTHING, of), 0);
  const world = rounded(at(worlds, 0.5), 0);
  const names = [...built.keys()];
  const rows = names.map((name) => ({
    "ms over a process that loads nothing": name,
    clock: over(name, "clock"),
    processor: over(name, "processor"),
    "KB at the start": rounded((built.get(name)?.bytes ?? 0) / 1000, 0),
    "KB in all": rounded(bytesIn(built.get(name)?.out ?? "") / 1000, 0),
  }));
  return {
    title: "Cold start",
    rows: [
      ...rows,
      {
        "ms over a process that loads nothing": "npm start, until it is ready",
        clock: world,
        processor: "",
        "KB at the start": "",
        "KB in all": "",
      },
    ],
    notes: [
      `${PROCESS_STARTS} of each process, in turn, and ${WORLD_STARTS} starts of the world on new data; the middle of each.`,
      `A process that loads nothing takes ${rounded(middle(NOTHING, "clock"), 0)} ms. Bundles are what SST would deploy, loaded by Node on this machine;`,
      "what Lambda adds before and after is not in it.",
    ],
    figures: {
      worldMilliseconds: world,
      ...Object.fromEntries(
        rows.flatMap((row, place) => [
          [`${names[place]}Milliseconds`, row.clock],
          [`${names[place]}ProcessorMilliseconds`, row.processor],
          [`${names[place]}KilobytesAtStart`, row["KB at the start"]],
        ]),
      ),
    },
  };
}

const bytesIn = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

async function worldStart(): Promise<number> {
  const start = performance.now();
  const world = await runningWorld();
  const milliseconds = performance.now() - start;
  await world.dispose();
  return milliseconds;
}

/** Until a new process has loaded a module. */
async function load(file: string): Promise<Start> {
  const program = [
    `await import(${JSON.stringify(file)});`,
    "const { user, system } = process.cpuUsage();",
    "process.stdout.write(String((user + system) / 1000), () => process.exit(0));",
  ].join("\n");
  const start = performance.now();
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: ENVIRONMENT,
  });
  return { clock: performance.now() - start, processor: Number(stdout) };
}
