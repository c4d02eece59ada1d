import { alarmTitle } from "../packages/service/src/monitoring/alarm-title";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import { alarmLabel, alarmName } from "./alarm-names";
import type { AlarmSpec, Subject, Watched } from "./alarm-spec";
import type { RegionContext } from "./regions";

type Text = $util.Input<string>;

/** Where an alarm is judged, which region it is about, and what its subjects are called there. */
export interface AlarmPlace {
  readonly region: RegionContext;
  readonly about: string;
  readonly names: Readonly<Partial<Record<Subject, Text>>>;
  /** Told apart by it, where one region has the same alarm about several. */
  readonly suffix?: string;
  /** What a threshold is where it follows from the account. */
  readonly thresholds?: Readonly<Partial<Record<AlarmName, $util.Input<number>>>>;
  /** Whom CloudWatch tells directly. */
  readonly tell?: readonly Text[];
}

/** One alarm. Whatever its state becomes goes to EventBridge; see `alarm-events.ts`. */
export function metricAlarm(spec: AlarmSpec, place: AlarmPlace): aws.cloudwatch.MetricAlarm {
  const { region, about, suffix = "", tell = [], thresholds = {} } = place;
  return new aws.cloudwatch.MetricAlarm(
    `Alarm${alarmLabel(spec.name)}${region.label}${suffix}`,
    {
      name: alarmName(spec.name, about),
      alarmDescription: alarmTitle(spec.name, about),
      comparisonOperator: spec.is === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: thresholds[spec.name] ?? spec.threshold,
      evaluationPeriods: spec.of,
      datapointsToAlarm: spec.periods,
      treatMissingData: spec.missing,
      alarmActions: [...tell],
      okActions: [...tell],
      metricQueries: queries(spec, place),
    },
    { provider: region.provider },
  );
}

function queries(spec: AlarmSpec, place: AlarmPlace) {
  const { expression, periodSeconds, name } = spec;
  const read = Object.entries(spec.watched).map(([id, watched]) => ({
    id,
    returnData: expression === undefined,
    metric: {
      namespace: watched.namespace,
      metricName: watched.metric,
      dimensions: dimensions(watched, place),
      stat: watched.stat,
      period: periodSeconds,
    },
  }));
  if (expression === undefined) return read;
  return [...read, { id: "judged", expression, label: name, returnData: true }];
}

function dimensions({ of, fixed }: Watched, { names }: AlarmPlace): Record<string, Text> {
  const known = Object.entries(of).map(([dimension, subject]): [string, Text] => {
    const name = names[subject];
    if (name === undefined) throw new Error(`nobody says what the alarm's ${subject} is called`);
    return [dimension, name];
  });
  return { ...Object.fromEntries(known), ...fixed };
}
