import * as z from "zod";

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

/** A bundle as it would be deployed. */
export const Built = z.object({ out: z.string(), bytes: z.number() });
export type Built = z.infer<typeof Built>;

/** A file or folder that goes into a function's package beside its bundle. */
export const Copied = z.object({ from: z.string(), to: z.string() });

/** A function's bundle, and what of it is called. */
export const Bundle = Built.extend({
  functionId: z.string(),
  handler: z.string(),
  copied: z.array(Copied),
  /** The secrets it can read. */
  links: z.array(z.string()),
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

/** A run as its process is told: what it needs is built beforehand, once for all runs. */
export const RunOrder = Run.extend({
  platform: z.string(),
  /** By the path of the source, without its ending: where the bundle lies. */
  built: z.record(z.string(), Built),
});
export type RunOrder = z.infer<typeof RunOrder>;
