import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { call } from "../stories/api.js";
import { A, type RegionName, type RunningWorld } from "../stories/running-world.js";

/** Ends a region's process from outside, as a power cut would: nobody in the world is told. Gives back when. */
export async function powerCut(world: RunningWorld, region: RegionName): Promise<number> {
  const pid = (await world.status()).regions.find(({ name }) => name === region)?.pid;
  if (!pid) throw new Error(`${region} does not run`);
  process.kill(pid, "SIGKILL");
  return Date.now();
}

/**
 * From now on a region's disk has no room for anything, or has it again. The first region's is really filled where it is
 * one of its own; any other only seems full.
 */
export async function fillDisk(
  world: RunningWorld,
  region: RegionName,
  isFull: boolean,
  firstDisk?: string,
): Promise<void> {
  if (firstDisk !== undefined && region === A) return isFull ? fill(firstDisk) : empty(firstDisk);
  const body = JSON.stringify({ kind: isFull ? "full" : "none" });
  const headers = { "content-type": "application/json" };
  const path = `${world.url}/_local/regions/${region}/fault`;
  const { status, text } = await call(path, { method: "POST", key: world.masterKey, headers, body });
  if (status !== 200) throw new Error(`fault: ${status} ${text}`);
}

const BALLAST = "ballast";

/** Writes until there is no room left, to the last block. */
function fill(disk: string): void {
  const file = openSync(join(disk, BALLAST), "w");
  try {
    for (let bytes = 1024 * 1024; bytes >= 512; ) {
      try {
        writeSync(file, new Uint8Array(bytes).fill(1));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
        bytes /= 2;
      }
    }
  } finally {
    closeSync(file);
  }
}

const empty = (disk: string): void => rmSync(join(disk, BALLAST));
