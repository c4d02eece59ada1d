import type { Fault } from "@faultline/service/table/faulty-table";
import * as z from "zod";
import type { RegionConfig } from "../region/region-config.js";
import { type HealthChecker, healthChecker } from "./health-checker.js";
import { logFile, regionProcess } from "./region-process.js";

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

/** Runs one region as a process of its own and watches its health. One that ends unasked is started again, if so wanted. */
export function supervise(
  config: RegionConfig,
  onHealth: (isHealthy: boolean) => void,
  isRestarted: boolean,
): Supervised {
  const url = `http://127.0.0.1:${config.port}`;
  const health: HealthChecker = healthChecker(url, onHealth);
  const running = regionProcess(config, isRestarted);
  const noticed = (): Promise<void> => until(() => running.child() !== undefined || !health.isHealthy());
  return {
    region: config.region,
    url,
    isRunning: () => running.child() !== undefined,
    isHealthy: () => running.child() !== undefined && health.isHealthy(),
    passesChecks: () => health.isHealthy(),
    isGone: () => health.isGone(),
    pid: () => running.child()?.pid,
    async start() {
      const reason = await running.begin();
      await until(() => running.child() === undefined || health.isHealthy());
      if (!running.child())
        throw new Error(reason ?? `${config.region} ended while starting; see ${logFile(config)}`);
    },
    async stop() {
      await running.end("SIGTERM");
      await noticed();
    },
    async kill() {
      await running.end("SIGKILL");
      await noticed();
    },
    ...controls(config, url),
    async close() {
      await health.stop();
      await running.end("SIGTERM");
    },
  };
}

function controls(config: RegionConfig, url: string): Pick<Supervised, "status" | "command"> {
  const headers = { "x-region-token": config.token, "content-type": "application/json" };
  return {
    async status() {
      const response = await fetch(`${url}/_region/status`, { headers, signal: AbortSignal.timeout(1000) });
      return RegionStatus.parse(await response.json());
    },
    async command(command) {
      const body = JSON.stringify(command);
      const response = await fetch(`${url}/_region/command`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`${config.region} refused the command`);
    },
  };
}

/** Waits until it is so; rejects when even a very busy machine would have done it. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("a region's health did not change in time");
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}
