import * as z from "zod";
import type { Graph, Resource } from "./graph.js";

const Routing = z.array(z.looseObject({ type: z.string() })).default([]);

/** Records that Route 53 would take for healthy whatever happens; and a check on a secondary, behind which nothing stands. */
export function wronglyChecked({ resources }: Graph): string[] {
  return resources
    .filter(({ type, inputs }) => type === "aws:route53/record:Record" && inputs.setIdentifier !== undefined)
    .flatMap(({ name, inputs }) => {
      const isLast = Routing.parse(inputs.failoverRoutingPolicies).some(({ type }) => type === "SECONDARY");
      if (isLast)
        return inputs.healthCheckId ? [`${name} has a health check, though nothing stands behind it`] : [];
      return inputs.healthCheckId ? [] : [`${name} has no health check`];
    });
}

const Stage = z.looseObject({
  defaultRouteSettings: z.looseObject({ detailedMetricsEnabled: z.boolean().default(false) }),
});
const Replication = z.looseObject({
  rules: z.array(z.looseObject({ destination: z.looseObject({ metrics: z.unknown().optional() }) })),
});
const Logging = z.looseObject({ loggingConfig: z.looseObject({ systemLogLevel: z.string() }) });

/** Metrics, schedules and log lines that cost and that no alarm of the deployment reads. */
export function needlessMetrics({ resources }: Pick<Graph, "resources">): string[] {
  const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
  const isReplicationWatched = JSON.stringify(alarms).includes("OperationsFailedReplication");
  return resources.flatMap(({ type, name, inputs }) => {
    const reason = NEEDLESS[type]?.(inputs, isReplicationWatched);
    return reason === undefined ? [] : [`${name} ${reason}`];
  });
}

type Needless = (inputs: Resource["inputs"], isReplicationWatched: boolean) => string | undefined;

const NEEDLESS: Readonly<Record<string, Needless>> = {
  "aws:apigatewayv2/stage:Stage": (inputs) =>
    Stage.parse(inputs).defaultRouteSettings.detailedMetricsEnabled
      ? "tells each route's metrics"
      : undefined,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": (inputs, isWatched) =>
    !isWatched && Replication.parse(inputs).rules.some(({ destination }) => destination.metrics)
      ? "tells metrics that no alarm watches"
      : undefined,
  "aws:lambda/function:Function": (inputs) =>
    Logging.safeParse(inputs).data?.loggingConfig.systemLogLevel === "WARN" ? undefined : "logs every call",
  "aws:scheduler/schedule:Schedule": () => "is a schedule, where a rule is free",
};
