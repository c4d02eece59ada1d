import type { Graph, Run } from "./graph.js";
import { graphOf } from "./graph-of.js";
import { handlerOffences } from "./handlers.js";
import { RULES } from "./rules.js";

export interface Checked {
  readonly graph: Graph;
  /** A line for each thing that is wrong, `rule: resource, cause`; empty when all is well. */
  readonly offences: readonly string[];
}

/**
 * Runs the program with a run's changes and holds what it would create against every rule. Once all of them hold, its
 * bundles are invoked.
 */
export async function check(run: Run): Promise<Checked> {
  const graph = await graphOf(run);
  const broken = RULES.flatMap(({ name, offences }) =>
    offences(graph, run.stage).map((line) => `${name}: ${line}`),
  );
  if (broken.length > 0) return { graph, offences: broken };
  const silent = await handlerOffences(graph);
  return { graph, offences: silent.map((line) => `every handler answers: ${line}`) };
}
