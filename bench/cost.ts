import { faultline } from "@faultline/protocols/faultline";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import type { Reads, Units } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects/projects";
import { scanAll } from "@faultline/service/table/scan-all";
import {
  type MemoryRegion,
  memoryRegion,
  REGIONS,
  replicate,
  virtualClock,
} from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { type Finding, rounded } from "./finding.js";
import { lambdaCall, originalDollars, PRICES } from "./prices.js";
import { sampleBody, sampleError } from "./sample-error.js";

const EVENTS = 1_000;
const ISSUES = 200;
const SHARDS = 4;
const BATCHES = [1, 10, 50] as const;
const TRAFFIC: readonly Traffic[] = [
  { rate: 0.4, window: 2 },
  { rate: 50, window: 5 },
  { rate: 1_000, window: 5 },
];
const START = Date.UTC(2026, 10, 24, 12);

/** How many events a second come, and how many seconds of them a reducer folds at once. */
interface Traffic {
  readonly rate: number;
  readonly window: number;
}

interface Used {
  /** Units an event: of the log's table in one region, and of both views. */
  readonly logWrites: number;
  readonly viewWrites: number;
  readonly viewReads: number;
  /** Units of both views for an issue's first event. */
  readonly newIssueWrites: number;
  readonly kb: number;
}

/** Dollars for a million events, from the units that the tables themselves counted. */
export async function cost(): Promise<Finding> {
  const rows: Finding["rows"][number][] = [];
  const figures: Record<string, number> = {};
  for (const batch of BATCHES) {
    for (const traffic of TRAFFIC) {
      const used = await unitsOf(batch, traffic);
      const dollars = dollarsOf(batch, traffic, used);
      const original = originalDollars(batch);
      rows.push({
        "events a POST": batch,
        "events/s": traffic.rate,
        "log WRU": rounded(used.logWrites),
        "views WRU": rounded(used.viewWrites),
        "of a new issue": rounded(used.newIssueWrites, 0),
        "views RRU": rounded(used.viewReads),
        "$ a million": rounded(dollars),
        "the original's shape": rounded(original),
        ratio: rounded(original / dollars, 1),
      });
      figures[`dollarsBatch${batch}Rate${traffic.rate}`] = rounded(dollars);
      figures[`ratioBatch${batch}Rate${traffic.rate}`] = rounded(original / dollars, 1);
    }
  }
  return {
    title: "Cost of a million events in two regions, kept for 30 days",
    rows,
    figures,
    notes: [
      `${EVENTS} events of 20 frames in ${ISSUES} issues that are known, a few of them frequent (Zipf), through the real code over tables that count units as DynamoDB does.`,
      "WRU and RRU are for each event: of the log in one region (paid in both, and once more when it expires), of both views together.",
      "The rest is computed with list prices: API requests, functions (25 ms a POST + 1 ms an event), transfer, storage. Not measured on AWS.",
      "The original's shape: an S3 object and two counters for each event, replicated (40 ms a POST + 8 ms an event).",
    ],
  };
}

/** Dollars for a million events that come at a pace, in batches of a size. */
export const dollarsPerMillion = async (batch: number, traffic: Traffic): Promise<number> =>
  dollarsOf(batch, traffic, await unitsOf(batch, traffic));

async function unitsOf(batch: number, { rate, window }: Traffic): Promise<Used> {
  const clock = virtualClock(START);
  const random = seeded(7);
  const [a, b] = REGIONS.map((region, seed) => memoryRegion({ region, clock, seed }));
  if (!a || !b) throw new Error("two regions are needed");
  const project = await ensureProject(a.ports, "shop");
  await fold(a, b);
  const newIssueWrites = await meetEachIssue(a, b, project);
  const before = [a.units().log, a.units().view, b.units().view];
  let windowEnd = START + window * 1000;
  for (let done = 0; done < EVENTS; done += batch) {
    clock.set(START + (done / rate) * 1000);
    if (clock.now() >= windowEnd) {
      await fold(a, b);
      windowEnd = clock.now() + window * 1000;
    }
    const errors = Array.from({ length: batch }, (_, place) => sampleError(zipf(random), done + place));
    await ingest(forRequest(a.ports), { project, parsed: faultline.parse(requestOf(sampleBody(errors))) });
  }
  const logWrites = since(before[0], a.units().log).write;
  await fold(a, b);
  const views = [since(before[1], a.units().view), since(before[2], b.units().view)];
  const sum = (part: keyof Units): number => views.reduce((all, units) => all + units[part], 0) / EVENTS;
  return {
    logWrites: logWrites / EVENTS,
    viewWrites: sum("write"),
    viewReads: sum("read"),
    newIssueWrites,
    kb: (await packBytes(a.ports.log)) / 1000 / EVENTS,
  };
}

/** An event of each issue, so that what is measured after it brings none that is new. Gives back what one cost both views. */
async function meetEachIssue(
  a: MemoryRegion,
  b: MemoryRegion,
  project: Awaited<ReturnType<typeof ensureProject>>,
): Promise<number> {
  const before = a.units().view.write + b.units().view.write;
  for (let kind = 0; kind < ISSUES; kind++) {
    const body = sampleBody([sampleError(kind, EVENTS + kind)]);
    await ingest(forRequest(a.ports), { project, parsed: faultline.parse(requestOf(body)) });
  }
  await fold(a, b);
  return (a.units().view.write + b.units().view.write - before) / ISSUES;
}

async function packBytes(log: Reads): Promise<number> {
  let bytes = 0;
  for await (const { z: packed } of scanAll(log)) bytes += packed instanceof Uint8Array ? packed.length : 0;
  return bytes;
}

/** Both views take in what came. */
async function fold(a: MemoryRegion, b: MemoryRegion): Promise<void> {
  await a.settle();
  await replicate(a, b);
  await b.settle();
}

const since = (before: Units | undefined, after: Units): Units => ({
  read: after.read - (before?.read ?? 0),
  write: after.write - (before?.write ?? 0),
});

/** A few issues get most of the events. */
const zipf = (random: () => number): number => Math.floor(ISSUES ** random()) - 1;

const requestOf = (body: string) => ({
  path: "/v0/projects/shop/errors",
  params: { project: "shop" },
  query: new URLSearchParams(),
  headers: new Headers(),
  body: Buffer.from(body),
});

function dollarsOf(batch: number, { rate, window }: Traffic, used: Used): number {
  const request = (PRICES.apiRequest + lambdaCall(25 + batch)) / batch;
  // Written here, replicated there, and the expiry replicated again.
  const log = 3 * used.logWrites * PRICES.writeUnit;
  const views = used.viewWrites * PRICES.writeUnit + used.viewReads * PRICES.readUnit;
  const calls = PRICES.lambdaRequest / Math.max(1, (rate * window) / SHARDS);
  const reducers = 2 * (0.0003 * 0.5 * PRICES.lambdaGbSecond + calls);
  const kept = (used.kb * (PRICES.transferGb + 2 * PRICES.dynamoGbMonth)) / 1e6;
  return (request + log + views + reducers + kept) * 1e6;
}
