import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { A, B, freePorts, runningWorld } from "../test/stories/running-world.js";
import { until } from "../test/stories/until.js";
import { floorServer } from "./floor-server.js";
import { ask } from "./send.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MASTER_KEY = "master-key-of-the-bench";
/** Nothing is measured that is refused. */
const GENEROUS = { FAULTLINE_PROJECT_QUOTA: "1000000000", FAULTLINE_KEY_QUOTA: "1000000000" };

/** What is measured: something that takes envelopes. */
export interface Subject {
  readonly url: string;
  /** A page people look at, and the key that opens it; none where there are no pages. */
  readonly page?: { readonly url: string; readonly key: string };
  readonly folder: string;
  readonly pids: readonly number[];
  /** Events that are shown, everywhere; undefined where nothing is shown. */
  shown?(): Promise<number>;
  stop(): Promise<void>;
}

export async function floorSubject(): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-floor-"));
  const served = await floorServer(folder);
  return {
    url: served.url,
    folder,
    pids: [process.pid],
    async stop() {
      await served.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One region, as `npm run serve` starts it. */
export async function serveSubject(): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), "faultline-serve-"));
  const port = await freePorts();
  const own = { FAULTLINE_PORT: String(port), FAULTLINE_DATA: folder, FAULTLINE_MASTER_KEY: MASTER_KEY };
  const child = spawn("npm", ["run", "--silent", "serve"], {
    cwd: ROOT,
    env: { ...process.env, ...GENEROUS, ...own },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  await until("it is ready", () => printed.includes("ready ") || undefined);
  const pid = Number(readFileSync(join(folder, "lock"), "utf8"));
  const url = `http://127.0.0.1:${port}`;
  return {
    ...(await projectIn(url, [url], MASTER_KEY)),
    folder,
    pids: [pid],
    async stop() {
      const ended = once(child, "exit");
      process.kill(pid, "SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two regions behind their edge, as `npm start` starts them. */
export async function twoRegionsSubject(): Promise<Subject> {
  const world = await runningWorld(undefined, GENEROUS, ROOT);
  const { regions } = await world.status();
  return {
    ...(await projectIn(world.url, [world.api(A).url, world.api(B).url], world.masterKey)),
    folder: world.dataFolder,
    pids: regions.flatMap(({ pid }) => pid ?? []),
    stop: () => world.dispose(),
  };
}

const Timeline = z.object({ points: z.array(z.object({ count: z.number() })) });

/** A new project: where its errors go, and how many of them each of the regions shows. */
async function projectIn(url: string, regions: readonly string[], key: string) {
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const asked = async <T>(path: string, method: string, answer: z.ZodType<T>): Promise<T> =>
    answer.parse(JSON.parse((await ask(url + path, { method, headers }, "{}")).text));
  const { number } = await asked("/v1/projects/shop", "PUT", z.object({ number: z.string() }));
  const made = await asked("/v1/projects/shop/keys", "POST", z.object({ key: z.string() }));
  const countIn = async (region: string): Promise<number> => {
    const { text } = await ask(`${region}/v1/projects/shop/timeline?unit=hour`, { headers });
    return Timeline.parse(JSON.parse(text)).points.reduce((sum, { count }) => sum + count, 0);
  };
  return {
    url: `${url}/api/${number}/envelope/?sentry_key=${made.key}`,
    page: { url: `${url}/v1/projects/shop/issues?sparkline=24h`, key },
    shown: async () => Math.min(...(await Promise.all(regions.map(countIn)))),
  };
}
