import { statfsSync } from "node:fs";
import { type Clock, Unavailable } from "@faultline/service/ports";
import * as z from "zod";

/** The disk a region writes to. */
export interface Disk {
  /** Does the write, if there is room. Throws `Unavailable` when there is none, or the disk does not take it. */
  write<T>(work: () => Promise<T>): Promise<T>;
  /** For drills: from now on it seems full, or no longer. */
  seemFull(isFull: boolean): void;
}

/**
 * So much stays free: a store whose commit fails half way may take its process with it, so it is not asked at all when
 * the disk is as good as full. Far more than is written between two looks.
 */
const RESERVE_BYTES = 64 * 2 ** 20;
const LOOK_MILLISECONDS = 500;

/** The disk a folder lies on. */
export function diskOf(folder: string, { now }: Pick<Clock, "now">): Disk {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let hasRoom = true;
  let seemsFull = false;
  const look = (): boolean => {
    if (now() - lookedAt >= LOOK_MILLISECONDS) {
      const { bavail, bsize } = statfsSync(folder);
      hasRoom = bavail * bsize >= RESERVE_BYTES;
      lookedAt = now();
    }
    return hasRoom && !seemsFull;
  };
  return {
    async write(work) {
      if (!look()) throw new Unavailable("the disk is full");
      try {
        return await work();
      } catch (error) {
        if (!isOfTheDisk(error)) throw error;
        throw new Unavailable("the disk does not take it", { cause: error });
      }
    },
    seemFull(isFull) {
      seemsFull = isFull;
    },
  };
}

/** What LMDB throws inside a transaction, and the system for a file. */
const FailedWrite = z.object({
  code: z.union([z.number(), z.enum(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"])]),
});

function isOfTheDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // When a commit fails, LMDB gives its reason as a promise that is rejected with it.
  if (!("commitError" in error)) return FailedWrite.safeParse(error).success;
  // Nobody else listens to it, and an unheard rejection would end the process.
  if (error.commitError instanceof Promise) error.commitError.catch(() => undefined);
  return true;
}
