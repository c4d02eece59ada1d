import { METRICS } from "@faultline/service/metrics";
import { type OwnFault, Unavailable } from "@faultline/service/ports";
import { Fault } from "@faultline/service/table/faulty-table";
import * as z from "zod";
import { RegionConfig } from "./region-config.js";

/** What the thread that folds for a region is begun with. */
export const FoldOf = z.object({
  config: RegionConfig,
  writes: z.custom<Int32Array>((value) => value instanceof Int32Array),
});
export type FoldOf = z.infer<typeof FoldOf>;

/** What a region tells the thread that folds for it. */
export const ToFold = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("changed") }),
  z.object({ kind: z.literal("fault"), fault: Fault }),
  z.object({ kind: z.literal("stop") }),
]);
export type ToFold = z.infer<typeof ToFold>;

const ToldFault = z.object({
  kind: z.literal("own fault"),
  where: z.string(),
  name: z.string(),
  message: z.string(),
  stack: z.string().optional(),
});
type ToldFault = z.infer<typeof ToldFault>;

/** What that thread tells: `heard` answers `changed`, the others are done by the region's own ports. */
export const FromFold = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["heard", "folded"]) }),
  z.object({ kind: z.enum(["count", "measure"]), metric: z.enum(METRICS), value: z.number() }),
  z.object({ kind: z.literal("line"), line: z.record(z.string(), z.unknown()) }),
  ToldFault,
]);
export type FromFold = z.infer<typeof FromFold>;

/** A fault as it can be told: from thread to thread an error keeps neither its class nor its name. */
export function toldFault(error: unknown, where: string): ToldFault | undefined {
  // Nobody is told of it, and the region would not know it again.
  if (error instanceof Unavailable) return undefined;
  const { name, message, stack } =
    error instanceof Error ? error : { name: typeof error, message: String(error) };
  return { kind: "own fault", where, name, message, stack };
}

/** Reports what was told. */
export function reportTold(report: OwnFault, { where, name, message, stack }: ToldFault): void {
  report(Object.assign(new Error(message), { name, stack }), where);
}
