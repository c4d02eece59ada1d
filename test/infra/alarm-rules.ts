import * as z from "zod";
import { NAMESPACE } from "../../packages/aws/src/metrics.js";
import { emittedDimensions, isEmittedBy } from "./emitted-dimensions.js";
import { emittedMetrics } from "./emitted-metrics.js";
import type { Graph, Resource } from "./graph.js";
import { isId, wrongExpression } from "./metric-math.js";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const Query = z.looseObject({
  id: z.string(),
  expression: z.string().optional(),
  metric: z
    .looseObject({
      namespace: z.string(),
      metricName: z.string(),
      dimensions: z.record(z.string(), z.unknown()).default({}),
    })
    .optional(),
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

/** Alarms on dimensions that a metric is not told by: it has figures, and they would see none. */
export function misplacedAlarms({ resources }: Graph): string[] {
  return resources
    .filter(({ type }) => type === ALARM)
    .flatMap((alarm) =>
      metricsOf(alarm).flatMap(({ namespace, metricName, dimensions }) => {
        const set = Object.keys(dimensions);
        const known = emittedDimensions(namespace, metricName);
        if (!known || isEmittedBy(set, known)) return [];
        const of = set.join(", ") || "nothing";
        return [`${alarm.name} watches ${metricName} by ${of}; it is told by ${known.join(" or ")}`];
      }),
    );
}

/** Alarms whose expression CloudWatch would refuse, or that gives a figure of something else. */
export function wrongAlarms({ resources }: Graph): string[] {
  return resources
    .filter(({ type }) => type === ALARM)
    .flatMap(({ name, inputs }) => {
      const { metricQueries } = Alarm.parse(inputs);
      const read = metricQueries.flatMap(({ id, metric }) => (metric ? [id] : []));
      const wrongIds = metricQueries.filter(({ id }) => !isId(id)).map(({ id }) => `calls a figure ${id}`);
      const wrong = metricQueries.flatMap(({ expression }) =>
        expression === undefined ? [] : (wrongExpression(expression, read) ?? []),
      );
      return [...wrongIds, ...wrong].map((reason) => `${name}'s expression ${reason}`);
    });
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
  return namespace === NAMESPACE ? emitted.has(metric) : emittedDimensions(namespace, metric) !== undefined;
}
