import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { ApplyPorts } from "@faultline/service/projection/apply-changes";
import { faultyTable } from "@faultline/service/table/faulty-table";
import { openStore } from "../storage/lmdb-store.js";
import { FoldOf, type FromFold, ToFold, toldFault } from "./fold-messages.js";
import { foldPorts } from "./fold-ports.js";
import { reduceLoop } from "./reduce-loop.js";
import { systemClock } from "./system-clock.js";
import { systemIds } from "./system-ids.js";

// Folds what a region receives, in a thread beside it: over the same store, which both have open. What there is to tell of it,
// the region tells.

const { config, writes } = FoldOf.parse(workerData);
const { region, dataFolder } = config;
const store = openStore({ path: join(dataFolder, region), region, clock: systemClock, writes });
const ids = systemIds(systemClock);
const log = faultyTable(store.log.table, systemClock, ids.random);
const tell = (message: FromFold): void => parentPort?.postMessage(message);
const ports: ApplyPorts = {
  ...(await foldPorts(config, { store, log, ids })),
  meter: {
    count: (metric, value) => tell({ kind: "count", metric, value }),
    measure: (metric, value) => tell({ kind: "measure", metric, value }),
  },
  print: (line) => tell({ kind: "line", line }),
  ownFault(error, where) {
    const told = toldFault(error, where);
    if (told) tell(told);
  },
};
const reducing = reduceLoop(ports, store.log.feed, () => tell({ kind: "folded" }));

async function hear(message: ToFold): Promise<void> {
  switch (message.kind) {
    case "changed":
      store.refresh();
      reducing.wake();
      return tell({ kind: "heard" });
    case "fault":
      log.inject(message.fault);
      return store.disk.seemFull(message.fault.kind === "full");
    case "stop":
      await reducing.stop();
      // Nothing else keeps the thread.
      parentPort?.close();
  }
}
parentPort?.on("message", (message) => hear(ToFold.parse(message)));
