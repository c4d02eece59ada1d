import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import type { Blobs, Region } from "@faultline/service/ports";
import type { Disk } from "./disk.js";
import { PRIVATE_FILE, privateFolder } from "./private-files.js";

/** Brings a blob from the region that has it; undefined when it does not answer or has none. */
type FetchBlob = (name: string, region: Region) => Promise<Uint8Array | undefined>;

/**
 * Blobs as files in a folder, durable before `put` resolves. One that lies in another region is fetched
 * from there and kept.
 */
export async function diskBlobs(folder: string, fetchBlob: FetchBlob, disk: Disk): Promise<Blobs> {
  privateFolder(folder);
  let begun = 0;
  const own = (name: string): string => join(folder, encodeURIComponent(name));

  async function put(name: string, bytes: Uint8Array): Promise<void> {
    if (await read(own(name))) return;
    // Another one, here or in another thread, may be writing the same.
    const unfinished = `${own(name)}.${process.pid}-${threadId}-${begun++}.tmp`;
    try {
      await disk.write(() => writeDurably(unfinished, bytes));
      await rename(unfinished, own(name));
      await syncFolder(folder);
    } finally {
      // Renamed, it is no longer there; what a full disk cut short goes.
      await rm(unfinished, { force: true });
    }
  }

  return {
    put,
    async get(name, region) {
      const stored = await read(own(name));
      if (stored) return stored;
      const fetched = await fetchBlob(name, region);
      if (fetched) await put(name, fetched);
      return fetched;
    },
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w", PRIVATE_FILE);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    // Not there is an answer; anything else is a fault of the disk.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A rename is durable only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync();
  await handle.close();
}
