import { setTimeout as pause } from "node:timers/promises";

const PAUSE_MILLISECONDS = 25;
/** No bound on how fast a machine is: it gives up on what never comes. */
const WITHIN_SECONDS = 180;

/**
 * Looks again and again until there is something to see, and gives it back. Throws with the last thing that went wrong
 * when nothing came in time; `look` gives undefined, or throws (a failed expectation, say), to be asked again.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinSeconds = WITHIN_SECONDS,
): Promise<T> {
  const deadline = Date.now() + withinSeconds * 1000;
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
    } catch (error) {
      // Not so yet; told only if it never becomes so.
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinSeconds} s`, { cause });
    await pause(PAUSE_MILLISECONDS);
  }
}
