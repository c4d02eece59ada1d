import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Metric } from "@faultline/service/metrics";
import type { Region } from "@faultline/service/ports";
import type { Series } from "@faultline/service/watch/rows";
import { SHOWN, type Statistic } from "@faultline/service/watch/shown-metrics";
import { translated } from "./errors.js";
import { NAMESPACE, REGION_DIMENSION, UNITS } from "./metrics.js";

/** Where the lags of a region are found: CloudWatch knows them by the names of what has them. */
export interface Measured {
  readonly region: Region;
  readonly otherRegion: Region | undefined;
  readonly logTable: string;
  readonly reduceFunction: string;
}

export interface Figures {
  readonly series: Series[];
  readonly lags: { readonly replication: number | undefined; readonly reducer: number | undefined };
}

const MINUTE = 60_000;
const SPAN_MINUTES = 180;
const PERIOD_SECONDS = 300;
const STATISTIC: Readonly<Record<Statistic, string>> = { sum: "Sum", average: "Average", maximum: "Maximum" };

/** One call for all the figures of the Status page: the last three hours, by five minutes. Each metric is paid for. */
export async function readFigures(client: CloudWatchClient, of: Measured, now: number): Promise<Figures> {
  const queries = [...SHOWN.map(shownQuery(of.region)), ...lagQueries(of)];
  const results = await readAll(client, {
    MetricDataQueries: queries,
    StartTime: new Date(now - SPAN_MINUTES * MINUTE),
    EndTime: new Date(now),
    ScanBy: "TimestampAscending" as const,
  });
  const pointsOf = (id: string) => pointsIn(results.filter(({ Id }) => Id === id));
  return {
    series: SHOWN.map(({ metric, label, unit }, place) => ({
      name: metric,
      label,
      unit,
      points: pointsOf(idOf(place)),
    })),
    lags: { replication: pointsOf("replication").at(-1)?.[1], reducer: pointsOf("reducer").at(-1)?.[1] },
  };
}

/** Puts a figure of ours into a region's CloudWatch that is not our own: EMF reaches only ours. */
export async function putFigure(
  client: CloudWatchClient,
  region: Region,
  metric: Metric,
  value: number,
): Promise<void> {
  const Dimensions = [{ Name: REGION_DIMENSION, Value: region }];
  const MetricData = [{ MetricName: metric, Dimensions, Value: value, Unit: UNITS[metric] }];
  try {
    await client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }));
  } catch (error) {
    throw translated(error);
  }
}

const idOf = (place: number): string => `shown${place}`;

const shownQuery =
  (region: Region) =>
  ({ metric, statistic }: (typeof SHOWN)[number], place: number): MetricDataQuery => {
    const Dimensions = [{ Name: REGION_DIMENSION, Value: region }];
    const Metric = { Namespace: NAMESPACE, MetricName: metric, Dimensions };
    return { Id: idOf(place), MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: STATISTIC[statistic] } };
  };

function lagQueries({ otherRegion, logTable, reduceFunction }: Measured): MetricDataQuery[] {
  const stat = (Namespace: string, MetricName: string, dimensions: Record<string, string>) => ({
    Metric: {
      Namespace,
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: PERIOD_SECONDS,
    Stat: "Maximum",
  });
  const age = stat("AWS/Lambda", "IteratorAge", { FunctionName: reduceFunction });
  const reducer = { Id: "reducer", MetricStat: age };
  if (otherRegion === undefined) return [reducer];
  const pair = { TableName: logTable, ReceivingRegion: otherRegion };
  return [reducer, { Id: "replication", MetricStat: stat("AWS/DynamoDB", "ReplicationLatency", pair) }];
}

async function readAll(
  client: CloudWatchClient,
  input: Omit<ConstructorParameters<typeof GetMetricDataCommand>[0], "NextToken">,
): Promise<readonly MetricDataResult[]> {
  const results: MetricDataResult[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const page = await client.send(new GetMetricDataCommand({ ...input, NextToken }));
      results.push(...(page.MetricDataResults ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch (error) {
    throw translated(error);
  }
  return results;
}

const pointsIn = (results: readonly MetricDataResult[]): [number, number][] =>
  results.flatMap(({ Timestamps = [], Values = [] }) =>
    Timestamps.map((at, place): [number, number] => [at.getTime(), Values[place] ?? 0]),
  );
