import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildBundle } from "../test/infra/build-bundle.js";
import { ROOT } from "../test/repository/source.js";
import { runningWorld } from "../test/stories/running-world.js";
import { at, type Finding, rounded } from "./finding.js";

const run = promisify(execFile);
const WORLD_STARTS = 3;
const BUNDLE_STARTS = 9;
const FUNCTIONS = ["http", "reduce", "sweep", "watch"] as const;

/** How long the local world takes to be ready, and each function's bundle to be loaded by a new process. */
export async function coldStart(): Promise<Finding> {
  const bundles = await Promise.all(FUNCTIONS.map((name) => buildBundle(`packages/functions/src/${name}`)));
  const worlds: number[] = [];
  for (let start = 0; start < WORLD_STARTS; start++) worlds.push(await worldStart());
  const loads = new Map<string, number[]>(FUNCTIONS.map((name) => [name, []]));
  const nothing: number[] = [];
  for (let round = 0; round < BUNDLE_STARTS; round++) {
    nothing.push(await load("data:text/javascript,"));
    for (const [place, name] of FUNCTIONS.entries()) {
      loads.get(name)?.push(await load(join(bundles[place]?.out ?? "", "bundle.mjs")));
    }
  }
  const middle = (name: string): number => Math.round(at(loads.get(name) ?? [], 0.5));
  return {
    title: "Cold start, milliseconds",
    rows: [
      { what: "npm start, until it is ready", middle: Math.round(at(worlds, 0.5)), KB: "" },
      { what: "a Node process that loads nothing", middle: Math.round(at(nothing, 0.5)), KB: "" },
      ...FUNCTIONS.map((name, place) => ({
        what: `the same that loads the function ${name}`,
        middle: middle(name),
        KB: Math.round((bundles[place]?.bytes ?? 0) / 1000),
      })),
    ],
    notes: [
      `${WORLD_STARTS} starts of the world on new data, ${BUNDLE_STARTS} of each process, in turn.`,
      "Bundles are what SST would deploy, loaded by Node on this machine; what Lambda adds before and after is not in it.",
    ],
    figures: {
      worldMilliseconds: Math.round(at(worlds, 0.5)),
      nodeMilliseconds: Math.round(at(nothing, 0.5)),
      ...Object.fromEntries(FUNCTIONS.map((name) => [`${name}Milliseconds`, middle(name)])),
      httpKb: rounded((bundles[0]?.bytes ?? 0) / 1000, 0),
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

const secret = (value: string): string => JSON.stringify({ type: "sst.sst.Secret", value });

/** What a deployed function finds in its environment. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  NODE_NO_WARNINGS: "1",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  FAULTLINE_REGION: "us-east-1",
  FAULTLINE_REGIONS: "us-east-1,us-west-2",
  FAULTLINE_LOG_TABLE: "log",
  FAULTLINE_VIEW_TABLE: "view",
  FAULTLINE_BUCKETS: "us-east-1=a,us-west-2=b",
  FAULTLINE_KMS_KEY: "key",
  FAULTLINE_RETENTION_DAYS: "90",
  FAULTLINE_PUBLIC_URL: "https://errors.example.com",
  FAULTLINE_VERSION: "bench",
  FAULTLINE_ALLOWED_HOSTS: "",
  FAULTLINE_DURABILITY: "region",
  FAULTLINE_SMTP_FROM: "",
  FAULTLINE_REGION_URLS: "",
  SST_RESOURCE_App: JSON.stringify({ name: "faultline", stage: "bench" }),
  SST_RESOURCE_MasterKey: secret("master"),
  SST_RESOURCE_ClientKeys: secret("client"),
  SST_RESOURCE_SmtpUrl: secret("none"),
};

/** Until a new process has loaded a module. */
async function load(file: string): Promise<number> {
  const start = performance.now();
  await run(
    process.execPath,
    ["--input-type=module", "-e", `await import(${JSON.stringify(file)}); process.exit(0)`],
    {
      cwd: ROOT,
      env: ENVIRONMENT,
    },
  );
  return performance.now() - start;
}
