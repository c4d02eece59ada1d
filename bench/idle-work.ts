import { createApp } from "@faultline/service/http/app";
import { readRows, writeRow } from "@faultline/service/monitoring/rows";
import type { Ask } from "@faultline/service/monitoring/send-report";
import { syntheticCheck } from "@faultline/service/monitoring/synthetic-check";
import { writeStatus } from "@faultline/service/monitoring/write-status";
import type { Ports, Units } from "@faultline/service/ports";
import { sweep } from "@faultline/service/regions/sweep";
import { memoryRegion, REGIONS, replicate, virtualClock } from "@faultline/testing/memory-world";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const PEER = "http://peer";
const STATUSES = { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 150_000 };
const HOME = { staleMilliseconds: 150_000, handoverMilliseconds: 15_000, answers: async () => true };
/** Enough that an issue's row is as full as it gets. */
const WARM_MINUTES = 60;
const MINUTES = 60;

/** Units and requests of one region and minute: of what goes on anyway, and of a synthetic check. */
export interface IdleWork {
  readonly steady: Work;
  readonly syntheticCheck: Work & { readonly requests: number };
}

interface Work {
  /** Of the replicated log as this region writes it, and of the views of both. */
  readonly logWrites: number;
  readonly viewWrites: number;
  readonly reads: number;
}

/** Two regions where nothing happens, through the real code over tables that count units as DynamoDB does. */
export async function idleWork(): Promise<IdleWork> {
  const steady = await measured(false);
  const both = await measured(true);
  const syntheticCheck = {
    logWrites: both.logWrites - steady.logWrites,
    viewWrites: both.viewWrites - steady.viewWrites,
    reads: both.reads - steady.reads,
    requests: both.requests,
  };
  return { steady, syntheticCheck: syntheticCheck };
}

async function measured(withCheck: boolean): Promise<Work & { readonly requests: number }> {
  const { clock, regions, settle, minuteOf, requests } = idleWorld();
  const units = (): Units[] => regions.flatMap((region) => Object.values(region.units()));
  let before = units();
  let asked = 0;
  for (let minute = 0; minute < WARM_MINUTES + MINUTES; minute++) {
    if (minute === WARM_MINUTES) [before, asked] = [units(), requests()];
    for (const place of regions.keys()) {
      clock.set(START + minute * MINUTE);
      await minuteOf(place, withCheck);
    }
    await settle();
  }
  const each = (value: number): number => value / MINUTES / REGIONS.length;
  const used = units().map(({ read, write }, place) => ({
    read: each(read - (before[place]?.read ?? 0)),
    write: each(write - (before[place]?.write ?? 0)),
  }));
  const [logA, viewA, logB, viewB] = used;
  return {
    logWrites: (logA?.write ?? 0) + (logB?.write ?? 0),
    viewWrites: (viewA?.write ?? 0) + (viewB?.write ?? 0),
    reads: used.reduce((sum, { read }) => sum + read, 0),
    requests: each(requests() - asked),
  };
}

function idleWorld() {
  const clock = virtualClock(START);
  const regions = REGIONS.map((region, seed) => memoryRegion({ region, clock, seed }));
  const apps = regions.map(({ ports }) => createApp(ports, STATUSES));
  let requests = 0;
  const settle = async () => {
    for (const region of regions) await region.settle();
    for (const [place, from] of regions.entries()) {
      const to = regions[1 - place];
      if (to) await replicate(from, to);
    }
    for (const region of regions) await region.settle();
  };
  /** What is posted is folded after some seconds: the reducer waits for more, the other region for replication. */
  const sleep = async (milliseconds: number) => {
    clock.set(clock.now() + milliseconds);
    if (clock.now() % MINUTE >= SEEN_MILLISECONDS) await settle();
  };
  const checkOf = (place: number, ports: Ports) => {
    const ask: Ask = async (url, init) => {
      requests += 1;
      const app = apps[url.startsWith(PEER) ? 1 - place : place];
      if (!app) throw new Error("no such region");
      return app.request(new URL(url).pathname, init);
    };
    return syntheticCheck({ ...ports, clock: { ...clock, sleep } }, { peerUrl: PEER, ask });
  };
  return {
    clock,
    regions,
    settle,
    requests: () => requests,
    /** What `sweep` and `watch` of a region do in a minute. */
    async minuteOf(place: number, withCheck: boolean) {
      const ports = regions[place]?.ports;
      if (!ports) return;
      await sweep(ports, HOME);
      await writeStatus(ports, { healthy: true, outboxDepth: 0 });
      await writeRow(ports, { kind: "checks", by: ports.region, checks: [] });
      await readRows(ports);
      if (withCheck) await checkOf(place, ports);
    },
  };
}

/** The reducer's window of two seconds, and replication. */
export const SEEN_MILLISECONDS = 3000;
