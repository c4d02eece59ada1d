import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** What this machine's other users may not read: events hold what people entered, and keys are keys. */
export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** So deep lie the folders that hold events' files; whoever may not enter them cannot reach what is in them. */
const LEVELS = 2;

/** Makes a folder for its owner alone; one that an earlier version made for everybody is closed. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER });
  close(path, PRIVATE_FOLDER);
}

/** Makes a data folder and closes what lies in it; what this process makes from now on is its owner's alone, too. */
export function privateDataFolder(path: string): void {
  process.umask(0o077);
  privateFolder(path);
  closeContent(path, LEVELS);
}

/** Writes a file for its owner alone, whole or not at all, whatever happens to this machine meanwhile. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  renameSync(written(path, content), path);
}

/** The same, unless the file is there already. */
export function writeOnce(path: string, content: string | Uint8Array): void {
  const unfinished = written(path, content);
  try {
    linkSync(unfinished, path);
  } catch (error) {
    // Already there is what we want; anything else is a fault of the disk.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(unfinished);
  }
}

function written(path: string, content: string | Uint8Array): string {
  const unfinished = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  const file = openSync(unfinished, "wx", PRIVATE_FILE);
  writeFileSync(file, content);
  fsyncSync(file);
  closeSync(file);
  return unfinished;
}

function closeContent(folder: string, levels: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) close(path, PRIVATE_FOLDER);
    if (entry.isDirectory() && levels > 1) closeContent(path, levels - 1);
    if (entry.isFile()) close(path, PRIVATE_FILE);
  }
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    // Somebody else's folder, as a volume may be, is theirs to close; a file may be gone meanwhile.
    if (error instanceof Error && "code" in error && (error.code === "EPERM" || error.code === "ENOENT"))
      return;
    throw error;
  }
}
