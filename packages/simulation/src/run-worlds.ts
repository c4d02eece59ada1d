import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { bundleWorker, type Edit } from "./bundle-worker.js";
import type { FaultName, Happening } from "./faults.js";
import { NO_TOTALS, Totals, together } from "./totals.js";

interface Range {
  readonly seed: number;
  readonly worlds: number;
  /** Only worlds in which these strike as they begin. */
  readonly kind?: readonly (FaultName | Happening)[] | undefined;
  readonly stopAtFailure?: boolean;
  /** A bug to put into a copy of the code, which is then run. */
  readonly edit?: Edit;
}

// Rooms for what dies young, cleared without helping threads: the other cores have worlds of their own. No stack for each
// fault: one world again, by its seed, tells all.
const NODE_OPTIONS = ["--max-semi-space-size=64", "--single-threaded-gc", "--stack-trace-limit=0"];

/** Runs worlds with successive seeds, on all cores. `onProgress` hears what those done so far came to. */
export async function runWorlds(
  { seed, worlds, kind = [], stopAtFailure = false, edit }: Range,
  onProgress: (totals: Totals) => void = () => undefined,
): Promise<Totals> {
  const { file, remove } = await bundleWorker(edit);
  const cores = Math.min(availableParallelism(), worlds);
  let totals = NO_TOTALS;
  const children = Array.from({ length: cores }, (_, place) => {
    const args = [seed, worlds, place, cores, stopAtFailure ? 1 : 0].map(String);
    return fork(file, [...args, ...kind], { execArgv: NODE_OPTIONS });
  });
  const runs = children.map(
    (child) =>
      new Promise<void>((resolve, reject) => {
        child.on("message", (message) => {
          totals = together(totals, Totals.parse(message));
          onProgress(totals);
          if (stopAtFailure && totals.failures.length > 0) for (const each of children) each.kill();
        });
        child.on("error", reject);
        child.on("exit", (code, signal) =>
          code === 0 || signal === "SIGTERM"
            ? resolve()
            : reject(new Error(`a worker ended with ${code ?? signal}`)),
        );
      }),
  );
  await Promise.all(runs).finally(remove);
  return totals;
}
