import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { RegionName, RunningWorld } from "../stories/running-world.js";

const run = promisify(execFile);

const pidOf = async (world: RunningWorld, region: RegionName): Promise<number> => {
  const pid = (await world.status()).regions.find(({ name }) => name === region)?.pid;
  if (!pid) throw new Error(`${region} does not run`);
  return pid;
};

/** Ends a region's process from outside, as a power cut would: nobody in the world is told. Gives back when. */
export async function powerCut(world: RunningWorld, region: RegionName): Promise<number> {
  process.kill(await pidOf(world, region), "SIGKILL");
  return Date.now();
}

/**
 * From now on every write of a region's process to any file fails in the kernel, as on a full disk. It needs no root: a
 * process may lower its limit on the size of files and raise it again.
 */
export const fillDisk = (world: RunningWorld, region: RegionName): Promise<void> =>
  limitFiles(world, region, "0");

/** There is room again. */
export const clearDisk = (world: RunningWorld, region: RegionName): Promise<void> =>
  limitFiles(world, region, "unlimited");

async function limitFiles(world: RunningWorld, region: RegionName, bytes: string): Promise<void> {
  const pid = await pidOf(world, region);
  await run("prlimit", [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}
