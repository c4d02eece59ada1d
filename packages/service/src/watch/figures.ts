import { groupBy } from "@faultline/core/group-by";
import { bucketStart } from "@faultline/core/timeline";
import { z } from "zod";
import { figuresKey, figuresPartition } from "../keys.js";
import type { Ports, Region } from "../ports.js";
import { collect, queryAll } from "../query-all.js";

/** What a metric of a region came to in one minute. `at`: its start, milliseconds since 1970. */
export interface Figure {
  readonly region: Region;
  readonly metric: string;
  readonly at: number;
  readonly value: number;
}

const MINUTE = 60_000;
const DAY_SECONDS = 86_400;

/** An hour of a region: by metric, by minute of the hour. In the log, so that each region shows both. */
const HourRow = z.object({
  region: z.string(),
  at: z.number(),
  f: z.record(z.string(), z.record(z.string(), z.number())),
});
type HourRow = z.infer<typeof HourRow>;

/** Keeps figures of this region for as long as events; those of a minute that is kept already replace it. */
export async function keepFigures(ports: Ports, figures: readonly Omit<Figure, "region">[]): Promise<void> {
  const { region, log, settings } = ports;
  for (const [at, group] of groupBy(figures, (figure) => bucketStart(figure.at, "hour"))) {
    const key = figuresKey(region, at);
    const known = HourRow.safeParse(await log.get(key)).data?.f ?? {};
    const f = new Map(Object.entries(known).map(([metric, minutes]) => [metric, { ...minutes }]));
    for (const { metric, at: minute, value } of group)
      f.set(metric, { ...f.get(metric), [String((minute - at) / MINUTE)]: rounded(value) });
    const x = Math.ceil(at / 1000) + settings.retentionDays * DAY_SECONDS;
    await log.put({ ...key, region, at, f: Object.fromEntries(f), x });
  }
}

/** The figures of both regions within a span, as far as this one knows them. */
export async function readFigures(
  { log, regions }: Pick<Ports, "log" | "regions">,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Figure[]> {
  const rows = await Promise.all(
    regions.map(async (region) => {
      const range = {
        pk: figuresPartition,
        from: figuresKey(region, bucketStart(from, "hour")).sk,
        to: figuresKey(region, to).sk,
      };
      return (await collect(queryAll(log, range))).flatMap((item) => figuresIn(item));
    }),
  );
  return rows.flat().filter(({ at }) => at >= bucketStart(from, "minute") && at <= to);
}

function figuresIn(item: unknown): Figure[] {
  const row: HourRow | undefined = HourRow.safeParse(item).data;
  if (!row) return [];
  return Object.entries(row.f).flatMap(([metric, minutes]) =>
    Object.entries(minutes).map(([minute, value]) => ({
      region: row.region,
      metric,
      at: row.at + Number(minute) * MINUTE,
      value,
    })),
  );
}

/** An average has more digits than anybody reads, and each is paid for. */
const rounded = (value: number): number => Math.round(value * 10) / 10;
