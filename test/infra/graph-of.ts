import { buildBundles } from "./build-bundle.js";
import { bundlePlatform } from "./bundle-program.js";
import { Graph, type Run, type RunOrder } from "./graph.js";
import { runAlone } from "./run-alone.js";

type Ready = Omit<RunOrder, keyof Run>;

/** What every run needs, built once. */
let ready: Promise<Ready> | undefined;

/** Runs the SST program offline, in a process of its own, and gives back what it would create. Nothing reaches AWS. */
export async function graphOf(run: Run): Promise<Graph> {
  ready ??= build();
  const order: RunOrder = { ...run, ...(await ready) };
  const env = { ...process.env, AWS_EC2_METADATA_DISABLED: "true" };
  return Graph.parse(await runAlone("program", order, env));
}

async function build(): Promise<Ready> {
  const [platform, built] = await Promise.all([bundlePlatform(), buildBundles()]);
  return { platform, built };
}
