import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { NO_TOTALS, Totals, together } from "./totals.js";

const worker = new URL("./worker.ts", import.meta.url).pathname;

export interface Range {
  readonly seed: number;
  readonly worlds: number;
  readonly stopAtFailure?: boolean;
  /** Where the code to run lies, when it is another copy of this one. */
  readonly workerFile?: string;
}

/** Runs worlds with successive seeds, on all cores. `onProgress` hears how many are done. */
export async function runWorlds(
  { seed, worlds, stopAtFailure = false, workerFile = worker }: Range,
  onProgress: (totals: Totals) => void = () => undefined,
): Promise<Totals> {
  const cores = Math.min(availableParallelism(), worlds);
  const latest: Totals[] = Array.from({ length: cores }, () => NO_TOTALS);
  const runs = latest.map(
    (_, place) =>
      new Promise<void>((resolve, reject) => {
        const args = [seed + place, seed + worlds, cores, stopAtFailure ? 1 : 0].map(String);
        const child = fork(workerFile, args, { execArgv: ["--import", "tsx"] });
        child.on("message", (message) => {
          latest[place] = Totals.parse(message);
          onProgress(together(latest));
        });
        child.on("error", reject);
        child.on("exit", (code) =>
          code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)),
        );
      }),
  );
  await Promise.all(runs);
  return together(latest);
}
