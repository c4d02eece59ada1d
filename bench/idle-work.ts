import { checksRound } from "@faultline/aws/checks-round";
import { lineMeter } from "@faultline/aws/meter";
import { seldomListed } from "@faultline/aws/seldom-listed";
import type { WatchEnvironment } from "@faultline/aws/settings";
import { syntheticRound } from "@faultline/aws/synthetic-round";
import { createApp } from "@faultline/service/http/app";
import { readRows } from "@faultline/service/monitoring/rows";
import { writeStatus } from "@faultline/service/monitoring/write-status";
import type { Ports, Units } from "@faultline/service/ports";
import { sweep } from "@faultline/service/regions/sweep";
import { awsWriteProbe, writeProbe } from "@faultline/service/regions/write-probe";
import { memorySpool } from "@faultline/testing/memory-spool";
import { memoryRegion, REGIONS, replicate, virtualClock } from "@faultline/testing/memory-world";
import type * as z from "zod";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const STALE_MILLISECONDS = 150_000;
const LEADER = {
  staleMilliseconds: STALE_MILLISECONDS,
  handoverMilliseconds: 15_000,
  answers: async () => true,
};
/** Enough that an issue's row is as full as it gets with checks every five minutes, and a whole number of every pace. */
const WARM_MINUTES = 180;
const MINUTES = 180;
/** The reducer's window of two seconds, and replication. */
export const SEEN_MILLISECONDS = 3000;

/** From one round to the next, in minutes. */
interface Pace {
  readonly look: number;
  readonly check: number;
}

/** What both regions use in a minute, and what of it is paid for. */
export interface IdleWork {
  /** Of the replicated log where it is first written, and of both views. */
  readonly logWrites: number;
  readonly viewWrites: number;
  readonly reads: number;
  /** Requests that regions and checks make of APIs. */
  readonly requests: number;
  /** Lists of a bucket. */
  readonly lists: number;
  /** Printed by functions, at the price of logs. */
  readonly logBytes: number;
}

const NOTHING: IdleWork = { logWrites: 0, viewWrites: 0, reads: 0, requests: 0, lists: 0, logBytes: 0 };

/** Two regions where nothing happens, through the functions' real code over tables that count units as DynamoDB does. */
export async function idleWork(pace: Pace): Promise<IdleWork> {
  const fetched = globalThis.fetch;
  const world = idleWorld();
  globalThis.fetch = world.fetch;
  try {
    let before = NOTHING;
    for (let minute = 0; minute < WARM_MINUTES + MINUTES; minute++) {
      if (minute === WARM_MINUTES) before = world.used();
      for (const place of REGIONS.keys()) {
        world.clock.set(START + minute * MINUTE);
        await world.minuteOf(place, { look: minute % pace.look === 0, check: minute % pace.check === 0 });
      }
      await world.settle();
    }
    return perMinute(before, world.used());
  } finally {
    globalThis.fetch = fetched;
  }
}

function perMinute(before: IdleWork, after: IdleWork): IdleWork {
  const each = (part: keyof IdleWork): number => (after[part] - before[part]) / MINUTES;
  return {
    logWrites: each("logWrites"),
    viewWrites: each("viewWrites"),
    reads: each("reads"),
    requests: each("requests"),
    lists: each("lists"),
    logBytes: each("logBytes"),
  };
}

const ENVIRONMENT: z.infer<typeof WatchEnvironment> = {
  FAULTLINE_LOG_TABLE: "log",
  FAULTLINE_CHECK_TIMES: "field",
  FAULTLINE_ALARM_PREFIX: "faultline-bench",
  FAULTLINE_HEALTH_CHECKS: new Map(),
  FAULTLINE_REDUCE_FUNCTION: "reduce",
  FAULTLINE_JUDGES: "yes",
  FAULTLINE_LAST_RESORT: "no",
};

type Cell = ReturnType<typeof cellOf>;

/** A region as its functions know it. Each counts what it uses. */
function cellOf(place: number, clock: ReturnType<typeof virtualClock>, settle: () => Promise<void>) {
  const counted = { lists: 0, logBytes: 0 };
  const write = (line: string): void => {
    counted.logBytes += line.length;
  };
  const memory = memorySpool();
  const names = () => {
    counted.lists += 1;
    return memory.names();
  };
  const region = memoryRegion({ region: REGIONS[place] ?? "", clock, seed: place });
  const meter = lineMeter(region.ports.region, clock, write);
  /** What is posted is folded after some seconds: the reducer waits for more, the other region for replication. */
  const sleep = async (milliseconds: number) => {
    clock.set(clock.now() + milliseconds);
    if (clock.now() % MINUTE >= SEEN_MILLISECONDS) await settle();
  };
  const ports: Ports = {
    ...region.ports,
    clock: { ...clock, sleep },
    meter,
    spool: seldomListed({ ...memory, names }, clock),
    print: (line) => write(JSON.stringify(line)),
    settings: { ...region.ports.settings, cacheSeconds: 60, publicUrl: `http://${region.ports.region}` },
  };
  const healthy = writeProbe(ports, awsWriteProbe(15));
  const statuses = { healthy, peerHealthy: async () => true, staleMilliseconds: STALE_MILLISECONDS };
  return { region, ports, meter, counted, app: createApp(ports, statuses) };
}

function idleWorld() {
  const clock = virtualClock(START);
  let requests = 0;
  const written = new Map<Cell, Awaited<ReturnType<typeof writeStatus>>>();
  const settle = async (): Promise<void> => {
    for (const { region } of cells) await region.settle();
    for (const [place, { region }] of cells.entries()) {
      const to = cells[1 - place];
      if (to) await replicate(region, to.region);
    }
    for (const { region } of cells) await region.settle();
  };
  const cells: readonly Cell[] = [cellOf(0, clock, settle), cellOf(1, clock, settle)];
  const done = ({ meter }: Cell): void => meter.flush();
  return {
    clock,
    settle,
    fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const { host, pathname } = new URL(String(input));
      const cell = cells.find(({ ports }) => ports.region === host);
      if (!cell) throw new Error(`no region at ${host}`);
      requests += 1;
      const answer = await cell.app.request(pathname, init);
      done(cell);
      return answer;
    },
    used(): IdleWork {
      const units = cells.map(({ region }) => region.units());
      const sum = (of: (one: { log: Units; view: Units }) => number) =>
        units.reduce((all, one) => all + of(one), 0);
      const counted = (part: "lists" | "logBytes") =>
        cells.reduce((all, cell) => all + cell.counted[part], 0);
      return {
        logWrites: sum(({ log }) => log.write),
        viewWrites: sum(({ view }) => view.write),
        reads: sum(({ log, view }) => log.read + view.read),
        requests,
        lists: counted("lists"),
        logBytes: counted("logBytes"),
      };
    },
    /** What `sweep` and `watch` of a region do in a minute. */
    async minuteOf(place: number, { look, check }: { readonly look: boolean; readonly check: boolean }) {
      const cell = cells[place];
      if (!cell) return;
      const { ports } = cell;
      const swept = await sweep(ports, LEADER);
      const led = { ...ports, isLeader: async () => swept.isLeader };
      written.set(cell, await writeStatus(led, { healthy: true, outboxDepth: 0 }, written.get(cell)));
      ports.print({ event: "sweep", ...swept, region: ports.region });
      done(cell);
      const peerUrl = `http://${REGIONS[1 - place]}`;
      const rows = look ? await readRows(ports) : [];
      const round = {
        environment: ENVIRONMENT,
        peerUrl,
        staleMilliseconds: STALE_MILLISECONDS,
        route53: undefined,
        rows,
      };
      if (look) await checksRound(ports, round);
      if (check) await syntheticRound(ports, { environment: ENVIRONMENT, peerUrl, others: undefined });
      done(cell);
    },
  };
}

/** Bytes that `http` prints of a health check's request, and units of what it writes. */
export async function healthWork(): Promise<{ readonly logBytes: number }> {
  const cell = cellOf(0, virtualClock(START), async () => undefined);
  await cell.app.request("/health");
  cell.meter.flush();
  return { logBytes: cell.counted.logBytes };
}
