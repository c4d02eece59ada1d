import { setTimeout as pause } from "node:timers/promises";
import { seeded } from "@faultline/testing/seeded";
import { REGIONS, type RegionName, type RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import type { Farewell, Kind } from "./attempt.js";
import { type Audit, audit } from "./audit.js";
import { type ClientsView, clientsView } from "./clients-view.js";
import { fillDisk, powerCut } from "./faults.js";
import { traffic } from "./traffic.js";
import { PROJECT, preparedWorld } from "./world.js";

interface Soak {
  readonly minutes: number;
  /** Requests, of all clients together. */
  readonly perSecond: number;
  readonly seed: number;
  /** A folder on a small file system of its own: the first region lives there, and it is really filled. */
  readonly firstDisk?: string | undefined;
  /** What may strike; everything when left out. */
  readonly faults?: Faults;
  /** Of the requests, how many each kind of client sends, as a part of all. */
  readonly shares?: ReadonlyMap<Kind, number>;
  readonly print: (line: string) => void;
}

interface SoakResult {
  readonly requests: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly clients: Readonly<Partial<Record<Kind, Farewell>>>;
  readonly settledSeconds: number;
  readonly audit: Audit;
  readonly views: ClientsView;
}

const FAULTS = ["kill", "full disk", "paused replication"] as const;
type Fault = (typeof FAULTS)[number];
type Faults = readonly [Fault, ...Fault[]];
const SHARES = new Map<Kind, number>([
  ["own", 1 / 2],
  ["plain", 1 / 2],
]);

const SETTLE_SECONDS = 300;
const WELL_SECONDS = 120;
const MINUTE = 60_000;

/** Minutes of load while regions are killed, disks fill up and the replication pauses, one after the other by a seed. */
export async function soak(settings: Soak): Promise<SoakResult> {
  const { minutes, perSecond, seed, firstDisk, faults: may = FAULTS, shares = SHARES, print } = settings;
  const { world, common } = await preparedWorld(firstDisk);
  const loads = [...shares].map(([kind, share]) => [kind, share * perSecond] as const);
  const clients = traffic(new Map(loads), common);
  try {
    const until = Date.now() + minutes * MINUTE;
    const faults = await trouble(world, { seed, firstDisk, until, faults: may, print });
    const said = await clients.stop();
    const stoppedAt = Date.now();
    await world.settled(SETTLE_SECONDS);
    return {
      requests: clients.attempts.length,
      faults,
      clients: Object.fromEntries(said),
      settledSeconds: (Date.now() - stoppedAt) / 1000,
      audit: await audit(world, PROJECT, clients.attempts),
      views: await clientsView(world, PROJECT, clients.attempts),
    };
  } finally {
    clients.abandon();
    await world.dispose();
  }
}

interface Trouble {
  readonly seed: number;
  readonly firstDisk: string | undefined;
  readonly until: number;
  readonly faults: Faults;
  readonly print: (line: string) => void;
}

/** One region is in trouble at a time, so that the other can take what comes. Ends with both well. */
async function trouble(world: RunningWorld, plan: Trouble): Promise<Record<Fault, number>> {
  const random = seeded(plan.seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];
  const counts = { kill: 0, "full disk": 0, "paused replication": 0 };
  const start = Date.now();
  while (Date.now() < plan.until) {
    await pause(between(1_000, 5_000));
    const fault = pick(plan.faults);
    const region = pick(REGIONS);
    const milliseconds = between(1_000, 8_000);
    const at = ((Date.now() - start) / 1000).toFixed(1).padStart(6);
    plan.print(`${at} s  ${fault}, ${region}, for ${(milliseconds / 1000).toFixed(1)} s`);
    await suffer(world, { fault, region, milliseconds, firstDisk: plan.firstDisk });
    counts[fault] += 1;
  }
  return counts;
}

interface Blow {
  readonly fault: Fault;
  readonly region: RegionName;
  readonly milliseconds: number;
  readonly firstDisk: string | undefined;
}

async function suffer(world: RunningWorld, { fault, region, milliseconds, firstDisk }: Blow): Promise<void> {
  switch (fault) {
    case "kill":
      await powerCut(world, region);
      await pause(milliseconds);
      await world.command(region, "start");
      break;
    case "full disk":
      await fillDisk(world, region, true, firstDisk);
      await pause(milliseconds);
      await fillDisk(world, region, false, firstDisk);
      break;
    case "paused replication":
      await world.replication("pause", region);
      await pause(milliseconds);
      await world.replication("resume", region);
      break;
  }
  await until(
    "both regions are well",
    async () => {
      const { regions } = await world.status();
      return regions.every(({ healthy }) => healthy) || undefined;
    },
    WELL_SECONDS,
  );
}
