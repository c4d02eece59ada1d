import { readFileSync } from "node:fs";
import type { RunningWorld } from "../stories/running-world.js";

const TICK_MILLISECONDS = 10;
const WATCH_MILLISECONDS = 50;

/** Processor time in milliseconds and memory in bytes of the regions together; both 0 where the system does not tell. */
interface Used {
  readonly cpu: number;
  readonly memory: number;
}

/** What the regions' processes have used so far. */
export async function usedBy(world: RunningWorld): Promise<Used> {
  const pids = (await world.status()).regions.flatMap(({ pid }) => pid ?? []);
  return usedByAll(pids);
}

function usedByAll(pids: readonly number[]): Used {
  const each = pids.map(usedByOne);
  return {
    cpu: each.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: each.reduce((sum, { memory }) => sum + memory, 0),
  };
}

/** From Linux's /proc: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function usedByOne(pid: number): Used {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpu: ticks * TICK_MILLISECONDS, memory: Number(resident ?? 0) * 1024 };
  } catch {
    // Another system, or a process that has just ended.
    return { cpu: 0, memory: 0 };
  }
}

/** Looks at the regions' memory until it is asked for the most it saw, in bytes. */
export async function memoryWatch(world: RunningWorld): Promise<() => number> {
  const pids = (await world.status()).regions.flatMap(({ pid }) => pid ?? []);
  let most = 0;
  const look = (): void => {
    most = Math.max(most, usedByAll(pids).memory);
  };
  const watching = setInterval(look, WATCH_MILLISECONDS);
  return () => {
    clearInterval(watching);
    look();
    return most;
  };
}
