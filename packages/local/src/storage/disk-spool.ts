import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Spool } from "@faultline/service/ports";
import type { Disk } from "./disk.js";
import { diskBlobs } from "./disk-blobs.js";

const NAMES_MAX = 200;

/** The spool as a folder of files, each durable before `put` resolves. */
export async function diskSpool(folder: string, disk: Disk): Promise<Spool> {
  const { put } = await diskBlobs(folder, async () => undefined, disk);
  const path = (name: string): string => join(folder, encodeURIComponent(name));
  return {
    put,
    async names() {
      const files = (await readdir(folder)).filter((name) => !name.endsWith(".tmp"));
      return files.slice(0, NAMES_MAX).map(decodeURIComponent);
    },
    get: (name) => readFile(path(name)).catch(() => undefined),
    remove: (name) => rm(path(name), { force: true }),
  };
}
