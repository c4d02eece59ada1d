import { Worker } from "node:worker_threads";
import type { OwnFault, Ports } from "@faultline/service/ports";
import type { Fault } from "@faultline/service/table/faulty-table";
import type { Store } from "../storage/lmdb-store.js";
import { bySources } from "./by-sources.js";
import { type FoldOf, FromFold, reportTold, type ToFold } from "./fold-messages.js";
import type { Loop } from "./loop.js";
import type { RegionConfig } from "./region-config.js";

/** Work that keeps the view up with the log. */
export interface Folding extends Loop {
  /** The log fails in it, too, as it is told to. */
  inject(fault: Fault): void;
}

export interface FoldListener {
  readonly store: Store;
  /** The view got further, and perhaps the log. */
  onFolded(): void;
  /** The thread ended unasked. It may have left the store in the middle of a write: this process is to end as well. */
  onEnded(error: unknown): void;
}

type Told = Pick<Ports, "meter" | "print"> & { readonly ownFault?: OwnFault | undefined };

/** Beside this file in a bundle; from the sources by what runs them. */
const PROGRAM = new URL(import.meta.url.endsWith(".ts") ? "../../run.js" : "./fold.js", import.meta.url);

/** Folds in a thread of its own: `fold-worker.ts`. */
export function foldThread(
  config: RegionConfig,
  ports: Told,
  { store, onFolded, onEnded }: FoldListener,
): Folding {
  const begin: FoldOf = { config, writes: store.writes };
  const worker = new Worker(PROGRAM, { workerData: begin, argv: ["fold"] });
  const tell = (message: ToFold): void => worker.postMessage(message);
  let isStopping = false;
  /** It is told of changes once it has heard of those before: under load not of each. */
  let hasHeard = true;
  let fault: unknown;
  const ended = new Promise<void>((resolve) => {
    worker.on("error", (error) => {
      if (error instanceof Error && error.stack !== undefined) error.stack = bySources(error.stack);
      fault = error;
    });
    worker.once("exit", (code) => {
      if (!isStopping || code !== 0) onEnded(fault ?? new Error(`the thread that folds ended with ${code}`));
      resolve();
    });
  });

  function take(message: FromFold): void {
    switch (message.kind) {
      case "heard":
        hasHeard = true;
        break;
      case "folded":
        store.refresh();
        onFolded();
        break;
      case "count":
      case "measure":
        ports.meter[message.kind](message.metric, message.value);
        break;
      case "line":
        ports.print(message.line);
        break;
      case "own fault":
        if (ports.ownFault) reportTold(ports.ownFault, { ...message, stack: bySources(message.stack ?? "") });
    }
  }
  worker.on("message", (message) => take(FromFold.parse(message)));

  const wake = (): void => {
    if (hasHeard) tell({ kind: "changed" });
    hasHeard = false;
  };
  const stopListening = store.log.feed.onChange(wake);
  return {
    wake,
    inject: (next) => tell({ kind: "fault", fault: next }),
    async stop() {
      isStopping = true;
      stopListening();
      tell({ kind: "stop" });
      await ended;
    },
  };
}
