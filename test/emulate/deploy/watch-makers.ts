import * as z from "zod";
import { type Maker, madeName, spelled, spelledWithout, text } from "./maker.js";

// Alarms, where they go, logs.

const Query = z.looseObject({
  metric: z
    .looseObject({ stat: z.string(), period: z.number(), dimensions: z.record(z.string(), z.string()) })
    .optional(),
});

const alarm: Maker = ({ inputs, ask }) => {
  const { Name, OkActions, ...rest } = spelledWithout(inputs, "metricQueries");
  const queries = z.array(Query).parse(inputs.metricQueries);
  return ask("cloudwatch", "PutMetricAlarm", {
    ...rest,
    AlarmName: Name,
    OKActions: OkActions,
    Metrics: queries.map(metricQuery),
  });
};

function metricQuery({ metric, ...query }: z.infer<typeof Query>) {
  if (!metric) return spelled(query);
  const { stat: Stat, period: Period, dimensions, ...of } = metric;
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    ...spelledWithout(query),
    MetricStat: { Stat, Period, Metric: { ...spelledWithout(of), Dimensions } },
  };
}

const dashboard: Maker = ({ inputs, ask }) => ask("cloudwatch", "PutDashboard", spelledWithout(inputs));

const rule: Maker = async ({ resource, inputs, ask, learn }) => {
  const Name = `faultline-${resource.name}`;
  learn(madeName(resource), Name);
  await ask("events", "PutRule", {
    Name,
    // Neither are schedules: what they would invoke, the check invokes when it wants to.
    ...(inputs.scheduleExpression === undefined
      ? { EventPattern: text(inputs, "eventPattern") }
      : { ScheduleExpression: inputs.scheduleExpression, State: "DISABLED" }),
    Description: inputs.description,
  });
};

const Failed = z.looseObject({ FailedEntryCount: z.number().default(0), FailedEntries: z.unknown() });

const target: Maker = async ({ resource, inputs, ask }) => {
  const Targets = [{ Id: resource.name, ...spelledWithout(inputs, "rule") }];
  const put = Failed.parse(await ask("events", "PutTargets", { Rule: text(inputs, "rule"), Targets }));
  if (put.FailedEntryCount > 0) throw new Error(JSON.stringify(put.FailedEntries));
};

const logGroup: Maker = async ({ inputs, ask }) => {
  const logGroupName = text(inputs, "name");
  await ask("logs", "CreateLogGroup", { logGroupName });
  await ask("logs", "PutRetentionPolicy", { logGroupName, retentionInDays: inputs.retentionInDays });
};

const subscription: Maker = async ({ inputs, ask }) => {
  const logGroupName = text(inputs, "logGroup");
  // The other function's own.
  await ask("logs", "CreateLogGroup", { logGroupName }).catch(() => undefined);
  await ask("logs", "PutSubscriptionFilter", {
    logGroupName,
    filterName: inputs.name,
    filterPattern: inputs.filterPattern,
    destinationArn: inputs.destinationArn,
  });
};

export const WATCHING: Readonly<Record<string, Maker>> = {
  "cloudwatch/metricAlarm:MetricAlarm": alarm,
  "cloudwatch/dashboard:Dashboard": dashboard,
  "cloudwatch/eventRule:EventRule": rule,
  "cloudwatch/eventTarget:EventTarget": target,
  "cloudwatch/logGroup:LogGroup": logGroup,
  "cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": subscription,
};
