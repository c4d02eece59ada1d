import { setTimeout as sleep } from "node:timers/promises";
import { Unavailable } from "../ports.js";

/** `Clock.within` in real time: the work's end, or `Unavailable` when it takes longer. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const ended = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: ended.signal }).then(() => {
    throw new Unavailable(`took longer than ${milliseconds} ms`, { isUnheard: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
    // Whichever lost the race ends unheard.
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
