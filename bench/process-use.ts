import { readFileSync } from "node:fs";

// What Linux tells of a process; elsewhere there is nothing to read.

/** Jiffies a second, as Linux shows them to programs whatever it is built with. */
const TICKS_PER_SECOND = 100;

interface Memory {
  /** MB that lie in memory, of files that are mapped, too: the store is one. */
  readonly resident: number;
  /** MB of its own. */
  readonly own: number;
}

export function memoryOf(pids: readonly number[]): Memory {
  const texts = pids.map((pid) => readFileSync(`/proc/${pid}/status`, "utf8"));
  const sum = (name: string): number =>
    texts.reduce((all, text) => all + Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1]), 0);
  return { resident: Math.round(sum("VmRSS") / 1024), own: Math.round(sum("RssAnon") / 1024) };
}

/** Seconds of processor time that they have used. */
export function processorSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const [, , , , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
    return Number(user) + Number(system);
  });
  return ticks.reduce((sum, used) => sum + used, 0) / TICKS_PER_SECOND;
}
