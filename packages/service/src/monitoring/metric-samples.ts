import { groupBy } from "@faultline/core/group-by";
import { bucketStart } from "@faultline/core/timeline";
import * as z from "zod";
import { OWN_ROW, type Ports, type Region } from "../ports.js";
import { samplesKey, samplesPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { keptUntil } from "../table/retention.js";

/** What a metric of a region came to in one minute. `at`: its start, milliseconds since 1970. */
export interface MetricSample {
  readonly region: Region;
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

const MINUTE = 60_000;

/** An hour of a region: by metric, by minute of the hour. In the log, so that each region shows both. */
const HourRow = z.object({
  region: z.string(),
  at: z.number(),
  f: z.record(z.string(), z.record(z.string(), z.number())),
});

/** Keeps figures of this region for as long as events; those of a minute that is kept already replace it. */
export async function keepSamples(
  ports: Pick<Ports, "region" | "log" | "settings">,
  figures: readonly Omit<MetricSample, "region">[],
): Promise<void> {
  const { region, log } = ports;
  for (const [at, group] of groupBy(figures, (figure) => bucketStart(figure.at, "hour"))) {
    const key = samplesKey(region, at);
    const known = HourRow.safeParse(await log.get(key)).data?.f ?? {};
    const f = new Map(Object.entries(known).map(([metric, minutes]) => [metric, { ...minutes }]));
    for (const { metric, at: minute, value } of group)
      f.set(metric, { ...f.get(metric), [String((minute - at) / MINUTE)]: rounded(value) });
    await log.put({ ...key, region, at, f: Object.fromEntries(f), x: keptUntil(ports, at) }, OWN_ROW);
  }
}

interface Times {
  readonly from: number;
  readonly to: number;
}

/** The figures of both regions within a span, hour after hour, as far as this one knows them. */
export async function* samplesWithin(
  { log, regions }: Pick<Ports, "log" | "regions">,
  { from, to }: Times,
): AsyncGenerator<MetricSample> {
  const first = bucketStart(from, "minute");
  for (const region of regions) {
    const range = { from: samplesKey(region, bucketStart(from, "hour")).sk, to: samplesKey(region, to).sk };
    for await (const item of queryAll(log, { pk: samplesPartition, ...range }))
      for (const figure of figuresIn(item)) if (figure.at >= first && figure.at <= to) yield figure;
  }
}

/** The same at once: for a span of hours. */
export const readSamples = (ports: Pick<Ports, "log" | "regions">, times: Times): Promise<MetricSample[]> =>
  collect(samplesWithin(ports, times));

function figuresIn(item: unknown): MetricSample[] {
  const row = HourRow.safeParse(item).data;
  if (!row) return [];
  const { region, at: hour, f } = row;
  return Object.entries(f).flatMap(([metric, minutes]) =>
    Object.entries(minutes).map(([minute, value]) => ({
      region,
      metric,
      at: hour + Number(minute) * MINUTE,
      value,
    })),
  );
}

/** An average has more digits than anybody reads, and each is paid for. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
