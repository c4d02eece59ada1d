import { METRICS } from "@faultline/service/metrics";
import * as z from "zod";
import { AWS_METRICS } from "../../infra/aws-metrics.js";
import { lineMeter } from "../../packages/aws/src/meter.js";
import { NAMESPACE } from "../../packages/aws/src/metrics.js";

const Line = z.object({
  _aws: z.object({ CloudWatchMetrics: z.tuple([z.object({ Dimensions: z.array(z.array(z.string())) })]) }),
});

/** The sets of dimensions a metric is told by; undefined for one that nobody knows. Of our own the meter itself is asked. */
export function emittedDimensions(
  namespace: string,
  metric: string,
): readonly (readonly string[])[] | undefined {
  if (namespace === NAMESPACE) return ownDimensions();
  const known: Readonly<Record<string, Readonly<Record<string, readonly (readonly string[])[]>>>> =
    AWS_METRICS;
  return known[namespace]?.[metric];
}

function ownDimensions(): readonly (readonly string[])[] {
  const lines: string[] = [];
  const meter = lineMeter("us-east-1", { now: () => 0 }, (line) => lines.push(line));
  meter.count(METRICS.requestsFailed, 1);
  meter.flush();
  return Line.parse(JSON.parse(lines[0] ?? ""))._aws.CloudWatchMetrics[0].Dimensions;
}

/** True for a set that is one of those, in any order. */
export const isEmittedBy = (set: readonly string[], known: readonly (readonly string[])[]): boolean =>
  known.some((one) => one.length === set.length && one.every((name) => set.includes(name)));
