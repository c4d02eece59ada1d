import { availableParallelism } from "node:os";
import type { ApplyPorts } from "@faultline/service/projection/apply-changes";
import { type Folding, type FoldListener, foldThread } from "./fold-thread.js";
import { reduceLoop } from "./reduce-loop.js";
import type { RegionConfig } from "./region-config.js";

/**
 * Keeps the view up with the log: in a thread of its own where each region of the machine has two cores, so that receiving does
 * not wait for it, and else in this one, where another would cost its memory and bring nothing.
 */
export function folding(config: RegionConfig, ports: ApplyPorts, listener: FoldListener): Folding {
  if (availableParallelism() >= 2 * config.regions.length) return foldThread(config, ports, listener);
  return { ...reduceLoop(ports, listener.store.log.feed, listener.onFolded), inject: () => undefined };
}
