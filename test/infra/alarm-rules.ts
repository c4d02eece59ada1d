import { z } from "zod";
import { AWS_METRICS } from "../../infra/aws-metrics.js";
import { NAMESPACE } from "../../packages/aws/src/metrics.js";
import { emittedMetrics } from "./emitted-metrics.js";
import type { Graph, Resource } from "./graph.js";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const Query = z.looseObject({
  metric: z.looseObject({ namespace: z.string(), metricName: z.string() }).optional(),
});
const Alarm = z.looseObject({ metricQueries: z.array(Query).default([]) });

/** Alarms on a metric that nothing emits: they would wait for their figures for ever. */
export function deafAlarms({ resources }: Graph): string[] {
  const emitted = emittedMetrics();
  return resources
    .filter(({ type }) => type === ALARM)
    .flatMap((alarm) =>
      metricsOf(alarm)
        .filter(({ namespace, metricName }) => !isEmitted(emitted, namespace, metricName))
        .map(
          ({ namespace, metricName }) =>
            `${alarm.name} watches ${namespace} ${metricName}, which nothing emits`,
        ),
    );
}

/** An alarm that watches nothing is no alarm. */
export function blindAlarms({ resources }: Graph): string[] {
  return resources
    .filter((resource) => resource.type === ALARM && metricsOf(resource).length === 0)
    .map(({ name }) => `${name} watches no metric`);
}

/** Alarms whose changes reach no `watch`: no rule in their region takes or forwards them. */
export function unheardAlarms({ resources }: Graph): string[] {
  const rules = resources.filter(({ type, inputs }) => {
    const isRule = type === "aws:cloudwatch/eventRule:EventRule";
    return isRule && String(inputs.eventPattern).includes("CloudWatch Alarm State Change");
  });
  const heard = new Set(rules.map(({ region }) => region));
  return resources
    .filter(({ type, region }) => type === ALARM && !heard.has(region))
    .map(({ name, region }) => `${name} changes in ${region}, where nobody hears of it`);
}

const metricsOf = ({ inputs }: Resource) =>
  Alarm.parse(inputs).metricQueries.flatMap(({ metric }) => metric ?? []);

function isEmitted(emitted: ReadonlySet<string>, namespace: string, metric: string): boolean {
  if (namespace === NAMESPACE) return emitted.has(metric);
  const known: Readonly<Record<string, readonly string[]>> = AWS_METRICS;
  return known[namespace]?.includes(metric) ?? false;
}
