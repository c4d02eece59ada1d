import * as z from "zod";
import type { Item, Ports, Region } from "../ports.js";
import { heartbeatKey, heartbeatsPartition, sortableTime } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

/** A time in which nothing was heard from a region. Times in milliseconds since 1970. */
interface Outage {
  readonly region: Region;
  readonly from: number;
  /** Undefined while it lasts. */
  readonly to: number | undefined;
}

const Row = z.object({ region: z.string(), from: z.number(), to: z.number() });
const Beat = z.object({ t: z.number() });
const KEPT_SECONDS = 90 * 86_400;
const AWAY = "#away#";

/** What a region writes when it is back: from when to when it did not beat. */
export const outageItem = (region: Region, from: number, to: number): Item => ({
  pk: heartbeatsPartition,
  sk: `${region}${AWAY}${sortableTime(from)}`,
  region,
  from,
  to,
  x: Math.ceil(to / 1000) + KEPT_SECONDS,
});

/**
 * When each region was away, as far as this one has heard, oldest first; those that touch the span. One
 * that has not beaten for `staleMilliseconds` is away.
 */
export async function outagesOf(
  ports: Pick<Ports, "region" | "regions" | "log" | "clock">,
  staleMilliseconds: number,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Outage[]> {
  const found = await Promise.all(
    ports.regions.map(async (region): Promise<Outage[]> => {
      const prefix = region + AWAY;
      const range = { pk: heartbeatsPartition, from: prefix, to: prefix + sortableTime(to) };
      const past = (await collect(queryAll(ports.log, range))).map((item) => Row.parse(item));
      return [...past, ...(await lasting(ports, staleMilliseconds, region))];
    }),
  );
  return found
    .flat()
    .filter((outage) => outage.from <= to && (outage.to ?? to) >= from)
    .sort((a, b) => a.from - b.from);
}

async function lasting(
  ports: Pick<Ports, "region" | "log" | "clock">,
  staleMilliseconds: number,
  region: Region,
): Promise<Outage[]> {
  const row = region === ports.region ? undefined : await ports.log.get(heartbeatKey(region));
  if (!row) return [];
  const { t: from } = Beat.parse(row);
  return ports.clock.now() - from > staleMilliseconds ? [{ region, from, to: undefined }] : [];
}
