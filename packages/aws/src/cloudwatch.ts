import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Metric } from "@faultline/service/metrics";
import type { MetricSample } from "@faultline/service/monitoring/metric-samples";
import { SHOWN } from "@faultline/service/monitoring/shown-metrics";
import type { Region } from "@faultline/service/ports";
import { translated } from "./errors.js";
import { type MeasuredNames, NAMESPACE, REGION_DIMENSION, STATISTICS, sourceOf, UNITS } from "./metrics.js";

/** Where the lags of a region are found: CloudWatch knows them by the names of what has them. */
export interface Measured extends Omit<MeasuredNames<string>, "otherRegion"> {
  readonly otherRegion: Region | undefined;
}

const PERIOD_SECONDS = 60;

/** One call for all that is drawn, by the minute, oldest first. Each metric asked for is paid for; its minutes are not. */
export async function measuredSamples(
  client: CloudWatchClient,
  of: Measured,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Omit<MetricSample, "region">[]> {
  const queries = SHOWN.map(({ metric, statistic }, place): MetricDataQuery => {
    const Metric = metricOf(metric, of);
    return { Id: idOf(place), MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: STATISTICS[statistic] } };
  });
  const results = await readAll(client, {
    MetricDataQueries: queries,
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: "TimestampAscending" as const,
  });
  return SHOWN.flatMap(({ metric }, place) =>
    pointsIn(results.filter(({ Id }) => Id === idOf(place))).map(([at, value]) => ({ metric, at, value })),
  );
}

/** Puts a figure of ours into a region's CloudWatch that is not our own: EMF reaches only ours. */
export async function putSample(
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

/** A deployment of one region replicates nowhere: that lag has no figures then. */
function metricOf(metric: Metric, { otherRegion, ...of }: Measured): Source {
  const { namespace, name, dimensions } = sourceOf(metric, { ...of, otherRegion: otherRegion ?? of.region });
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
}

type Source = NonNullable<NonNullable<MetricDataQuery["MetricStat"]>["Metric"]>;

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
