import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../repository/source.js";
import { Api, call } from "./api.js";
import { until } from "./until.js";

export const A = "us-east-1";
export const B = "us-west-2";
export const REGIONS = [A, B] as const;
export type RegionName = (typeof REGIONS)[number];

/** Longer than the supervisor's own patience with a region that starts, so that its reason is heard. */
const START_SECONDS = 150;
const COMMAND_SECONDS = 150;
const PORT_OFFSETS = [0, 1, 2, 53];

const Status = z.object({
  active: z.string(),
  regions: z.array(
    z.object({
      name: z.string(),
      pid: z.number().nullable(),
      state: z.string(),
      healthy: z.boolean(),
      replicationLagMilliseconds: z.number().nullable(),
      reducerLagMilliseconds: z.number().nullable(),
    }),
  ),
});

/** Where a world keeps the keys it has made. */
const Keys = z.object({ master: z.string(), client: z.string() });

/** The local world as a newcomer starts it: `npm start`, on ports that are free and data that is new. */
export interface RunningWorld {
  readonly url: string;
  readonly dataFolder: string;
  /** All it has printed. */
  readonly output: string;
  readonly masterKey: string;
  readonly clientKey: string;
  /** The API of a region, or of the edge, with the master key. */
  api(region?: RegionName): Api;
  status(): Promise<z.infer<typeof Status>>;
  /** `stop`, `kill` or `start` a region; resolves when it has ended, or is healthy. */
  command(region: RegionName, action: "stop" | "kill" | "start"): Promise<void>;
  /** Both ways, or what one region sends. */
  replication(action: "pause" | "resume", from?: RegionName): Promise<void>;
  /** Resolves when each region has sent what it had and folded what it got. */
  settled(withinSeconds?: number): Promise<void>;
  /** SIGTERM; gives back the exit code. The data stays. */
  end(): Promise<number | null>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/** Starts a world. With `dataFolder`, on the data of an earlier one; with more of its settings in `environment`; of another clone. */
export async function runningWorld(
  dataFolder?: string,
  environment: Readonly<Record<string, string>> = {},
  clone = ROOT,
): Promise<RunningWorld> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), "faultline-story-")));
  const port = await freePorts();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn("npm", ["start", "--silent"], {
    cwd: clone,
    env: { ...process.env, ...environment, FAULTLINE_PORT: String(port), FAULTLINE_DATA: folder },
    stdio: ["ignore", "pipe", "pipe"],
    // So that a story that fails badly takes all its processes with it.
    detached: true,
  });
  const output = await ready(child);
  const keys = Keys.parse(JSON.parse(await readFile(join(folder, "keys.json"), "utf8")));
  const key = keys.master;
  const post = async (path: string): Promise<void> => {
    const { status, text } = await call(url + path, { method: "POST", key, withinSeconds: COMMAND_SECONDS });
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
  };

  const world: RunningWorld = {
    url,
    dataFolder: folder,
    get output() {
      return output();
    },
    masterKey: key,
    clientKey: keys.client,
    api: (region) => new Api(region ? regionUrl(output(), region) : url, key),
    status: async () => Status.parse(JSON.parse((await call(`${url}/_local`, { key })).text)),
    command: (region, action) => post(`/_local/regions/${region}/${action}`),
    replication: (action, from) => post(`/_local/replication/${action}${from ? `?from=${from}` : ""}`),
    async settled(withinSeconds) {
      let quiet = 0;
      const look = async () => {
        const { regions } = await world.status();
        const lags = regions.flatMap((region) => [
          region.replicationLagMilliseconds,
          region.reducerLagMilliseconds,
        ]);
        quiet = lags.every((lag) => lag === 0) ? quiet + 1 : 0;
        // Once is not enough: what one region sent while it was asked may have reached the other after it was asked.
        return quiet >= 2 || undefined;
      };
      await until("both regions settle", look, withinSeconds);
    },
    end: () => ended(child),
    async dispose() {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

function regionUrl(output: string, region: RegionName): string {
  const url = new RegExp(`^ *${region} +(http\\S+)`, "m").exec(output)?.[1];
  if (!url) throw new Error(`the address of ${region} was not printed:\n${output}`);
  return url;
}

/** Resolves once the last line of the greeting is there; gives back how to read all that was printed. */
async function ready(child: ChildProcess): Promise<() => string> {
  let printed = "";
  const collect = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  await until(
    "the world is ready",
    () => {
      if (child.exitCode !== null) return printed;
      return /^ready http.*read it back, a moment later:\n\n *curl .*\n/ms.test(printed) || undefined;
    },
    START_SECONDS,
  );
  if (child.exitCode !== null) throw new Error(`npm start ended:\n${printed}`);
  return () => printed;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    await exit;
  }
  return child.exitCode;
}

/** A port that is free, together with those the world takes beside it. */
export async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all(PORT_OFFSETS.map((offset) => isFree(port + offset)));
    if (free.every(Boolean)) return port;
  }
}

/** True when this process may listen there. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
