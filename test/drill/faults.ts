import { call } from "../stories/api.js";
import type { RegionName, RunningWorld } from "../stories/running-world.js";

/** Ends a region's process from outside, as a power cut would: nobody in the world is told. Gives back when. */
export async function powerCut(world: RunningWorld, region: RegionName): Promise<number> {
  const pid = (await world.status()).regions.find(({ name }) => name === region)?.pid;
  if (!pid) throw new Error(`${region} does not run`);
  process.kill(pid, "SIGKILL");
  return Date.now();
}

/** From now on a region's disk has no room for anything, or has it again. */
export async function fillDisk(world: RunningWorld, region: RegionName, isFull: boolean): Promise<void> {
  const body = JSON.stringify({ kind: isFull ? "full" : "none" });
  const headers = { "content-type": "application/json" };
  const path = `${world.url}/_local/regions/${region}/fault`;
  const { status, text } = await call(path, { method: "POST", headers, body });
  if (status !== 200) throw new Error(`fault: ${status} ${text}`);
}
