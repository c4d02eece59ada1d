import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import type { Fault } from "@faultline/service/table/faulty-table";
import { z } from "zod";
import type { RegionConfig } from "../region/region-world.js";
import { type HealthChecker, healthChecker } from "./health-checker.js";

const START_TIMEOUT = 120_000;
const POLL_MILLISECONDS = 25;

/** A region process as the world around it sees it. */
export interface Supervised {
  readonly region: string;
  readonly url: string;
  isRunning(): boolean;
  isHealthy(): boolean;
  /** What the health checks have seen last: for a moment after its end, a region still passes them. */
  passesChecks(): boolean;
  /** True when the last check found nobody at its address. */
  isGone(): boolean;
  pid(): number | undefined;
  /** Resolves once it is healthy. */
  start(): Promise<void>;
  /** Asks it to end, and waits until the health checks have noticed. */
  stop(): Promise<void>;
  /** Ends it as a power cut would, and waits in the same way. */
  kill(): Promise<void>;
  status(): Promise<z.infer<typeof RegionStatus>>;
  command(command: { replication?: "paused" | "running"; fault?: Fault }): Promise<void>;
  close(): Promise<void>;
}

const RegionStatus = z.looseObject({
  paused: z.boolean(),
  fault: z.looseObject({ kind: z.string() }),
  replicationLag: z.number().optional(),
  reducerLag: z.number().optional(),
});

/** Runs one region as a process of its own and watches its health. */
export function supervise(config: RegionConfig, onHealth: (isHealthy: boolean) => void): Supervised {
  const url = `http://127.0.0.1:${config.port}`;
  const health: HealthChecker = healthChecker(url, onHealth);
  const headers = { "x-region-token": config.token, "content-type": "application/json" };
  let child: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    if (!running) return;
    const exited = new Promise((resolve) => running.once("exit", resolve));
    running.kill(signal);
    await exited;
  };
  const noticed = (): Promise<void> => until(() => child !== undefined || !health.isHealthy());

  return {
    region: config.region,
    url,
    isRunning: () => child !== undefined,
    isHealthy: () => child !== undefined && health.isHealthy(),
    passesChecks: () => health.isHealthy(),
    isGone: () => health.isGone(),
    pid: () => child?.pid,
    async start() {
      if (!child) {
        const started = spawnRegion(config);
        child = started;
        started.once("exit", () => {
          child = undefined;
        });
        await listening(started);
      }
      const isReady = () => child === undefined || health.isHealthy();
      await until(isReady);
      if (!child) throw new Error(`${config.region} ended while starting; see ${logFile(config)}`);
    },
    async stop() {
      await end("SIGTERM");
      await noticed();
    },
    async kill() {
      await end("SIGKILL");
      await noticed();
    },
    async status() {
      const response = await fetch(`${url}/_region/status`, { headers, signal: AbortSignal.timeout(1000) });
      return RegionStatus.parse(await response.json());
    },
    async command(command) {
      const body = JSON.stringify(command);
      const response = await fetch(`${url}/_region/command`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`${config.region} refused the command`);
    },
    async close() {
      await health.stop();
      await end("SIGTERM");
    },
  };
}

const logFile = ({ dataFolder, region }: RegionConfig): string => join(dataFolder, `${region}.log`);

function spawnRegion(config: RegionConfig): ChildProcess {
  const entry = new URL("../region/region.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", entry], {
    env: {
      ...process.env,
      FAULTLINE_MASTER_KEY: "",
      FAULTLINE_CLIENT_KEY: "",
      FAULTLINE_SMTP_URL: "",
      FAULTLINE_REGION_CONFIG: JSON.stringify(config),
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C goes to the whole group; the region ends when its supervisor tells it to.
    detached: true,
  });
  // By pipe: a region that wrote its log itself could not go on when its disk is full.
  const log = createWriteStream(logFile(config));
  log.on("error", () => log.destroy());
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => log.writable && log.write(chunk));
  }
  child.once("close", () => log.end());
  return child;
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("message", () => resolve());
    child.once("exit", () => resolve());
  });
}

/** Waits until it is so; rejects when even a very busy machine would have done it. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("a region's health did not change in time");
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}
