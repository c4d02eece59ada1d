import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

/** A resource as the program asked for it. */
export const Resource = z.object({
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  parent: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  /** Where it would be created; `explicit` when the program said so rather than fall back on the default. */
  region: z.string(),
  explicit: z.boolean(),
  protect: z.boolean(),
  retainOnDelete: z.boolean(),
});
export type Resource = z.infer<typeof Resource>;

/** A function's bundle, built as it would be deployed. */
export const Bundle = z.object({
  functionId: z.string(),
  handler: z.string(),
  out: z.string(),
  bytes: z.number(),
});
export type Bundle = z.infer<typeof Bundle>;

export const Graph = z.object({
  resources: z.array(Resource),
  bundles: z.array(Bundle),
  /** Everything that went wrong while the program ran; empty when it ran through. */
  errors: z.array(z.string()),
});
export type Graph = z.infer<typeof Graph>;

/** A change to one of the program's files, for this run only. */
export const Override = z.object({ file: z.string(), find: z.string(), replace: z.string() });
export type Override = z.infer<typeof Override>;

export const Run = z.object({ stage: z.string(), overrides: z.array(Override) });
export type Run = z.infer<typeof Run>;

const Printed = z.looseObject({ stdout: z.string().min(1) });
const TIMEOUT = 120_000;
const program = new URL("./program.ts", import.meta.url).pathname;

/** Runs the SST program offline, in a process of its own, and gives back what it would create. Nothing reaches AWS. */
export async function graphOf(run: Run): Promise<Graph> {
  const options = {
    timeout: TIMEOUT,
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: "true" },
  };
  const running = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", program, JSON.stringify(run)],
    options,
  );
  // Pulumi ends its process with 1 after a fault; what it printed says more.
  const { stdout } = await running.catch((error: unknown) => Printed.parse(error));
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  return Graph.parse(JSON.parse(last));
}
