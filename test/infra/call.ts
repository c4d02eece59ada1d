import * as z from "zod";

/** What a handler did with an event. */
export const Invoked = z.object({
  /** What it gave back, or what it threw. */
  outcome: z.union([z.object({ result: z.unknown() }), z.object({ error: z.string() })]),
  /** What it left in its log. */
  lines: z.array(z.string()),
});
export type Invoked = z.infer<typeof Invoked>;

/** A bundle as Lambda would hold it: its file, the name of the handler, the environment, and what happens to it. */
export const Call = z.object({
  file: z.string(),
  handler: z.string(),
  environment: z.record(z.string(), z.string()),
  events: z.array(z.unknown()),
});
export type Call = z.infer<typeof Call>;
