import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PRIVATE_FILE } from "./private-files.js";

/** Makes a data folder this process's own. Throws when another one that still runs has it. Gives back how to let go. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "lock");
  const owner = ownerOf(path);
  if (owner !== undefined && owner !== process.pid && isRunning(owner)) {
    throw new Error(`${folder} is in use by process ${owner}. Stop it, or choose another FAULTLINE_DATA.`);
  }
  writeFileSync(path, String(process.pid), { mode: PRIVATE_FILE });
  return () => rmSync(path, { force: true });
}

function ownerOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch {
    // No lock, no owner.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // There is no such process.
    return false;
  }
}
