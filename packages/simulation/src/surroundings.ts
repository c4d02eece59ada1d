import type { Blobs, Clock, PeerLog, Ports, Spool } from "@faultline/service/ports";
import { Unavailable } from "@faultline/service/ports";
import { memorySpool } from "@faultline/testing/memory-spool";
import { type MemoryRegion, memoryRegion } from "@faultline/testing/memory-world";
import type { DestinationWorld } from "./destination.js";
import type { Dice, Life } from "./faults.js";
import { type Caller, troubledTable } from "./troubled-table.js";

/** What a region's ports need to know of the world around them. */
export interface Weather {
  readonly dice: Dice;
  now(): number;
  isCalm(): boolean;
  readonly isCrowded: boolean;
  /** Whether one region reaches another one now. */
  reaches(from: string, to: string): boolean;
  /** Whether a region's log takes no calls now, its own region's included. */
  isLogOut(region: string): boolean;
}

/** By how many milliseconds a region's clock is wrong. */
export function skewOf(dice: Dice): number {
  if (!dice.strikes("skew")) return 0;
  return (dice.random() - 0.5) * (dice.strikes("largeSkew") ? 1_200_000 : 4000);
}

interface RegionOptions {
  readonly region: string;
  /** By how many milliseconds its clock is wrong. */
  readonly skew: number;
  readonly seed: number;
  readonly durability: Ports["settings"]["durability"];
  readonly retentionDays: number;
}

/** A region in memory, and those of its processes that live at one time. */
interface Setting {
  readonly memory: MemoryRegion;
  readonly life: Life;
}

export function regionIn(
  weather: Weather,
  destination: DestinationWorld,
  life: Life,
  { region, skew, seed, durability, retentionDays }: RegionOptions,
): MemoryRegion {
  const clock: Clock = {
    now: () => Math.round(weather.now() + skew),
    sleep: async () => undefined,
    within: (_, work) => work,
  };
  const print: Ports["print"] = (line) => destination.heard(line);
  const send: Ports["send"] = (request) => destination.take(request, region, life);
  return memoryRegion({ region, clock, seed, print, send, durability, retentionDays });
}

const callerIn = (weather: Weather, region: string, life: Life): Caller => ({
  dice: weather.dice,
  life,
  isOn: () => !weather.isCalm(),
  isOut: () => weather.isLogOut(region),
});

/** The ports of a region as they are in bad weather. */
export function troubledPorts(
  own: Setting,
  peer: Ports,
  weather: Weather,
  isLeader: Ports["isLeader"],
): Ports {
  const { ports } = own.memory;
  const caller = callerIn(weather, ports.region, own.life);
  return {
    ...ports,
    log: troubledTable(own.memory.log.table, caller, { before: "logThrottled", after: "logUnknown" }),
    view: troubledView(ports.view, weather, own.life),
    blobs: lateBlobs(own, peer, weather),
    spool: troubledSpool(memorySpool(), weather, own.life),
    peerLog: reachableLog(own, peer, weather),
    isLeader,
  };
}

const plain = new WeakMap<Ports["view"], Ports["view"]>();

export function troubledView(view: Ports["view"], weather: Weather, life: Life): Ports["view"] {
  const conflict = weather.isCrowded ? "viewContended" : "viewConflict";
  const troubles = { before: "viewFails", after: "viewFails", conflict } as const;
  const caller = { dice: weather.dice, life, isOn: () => !weather.isCalm(), isOut: () => false };
  const table = troubledTable(view, caller, troubles);
  plain.set(table, view);
  return table;
}

/** The table below its troubles, for who only watches. */
export const untroubled = (view: Ports["view"]): Ports["view"] => plain.get(view) ?? view;

/** The other region's log from here: not while it is down, or the way there is. */
function reachableLog({ memory, life }: Setting, { log, region }: Ports, weather: Weather): PeerLog {
  const from = memory.ports.region;
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    life.check();
    if (!weather.reaches(from, region) || weather.isLogOut(region))
      throw new Unavailable("the other region does not answer");
    return work();
  };
  return {
    get: (key) => asked(() => log.get(key)),
    put: (item, condition) => asked(() => log.put(item, condition)),
  };
}

/** A spool that does not do all it is asked to, and whose caller may die before and after each step. */
function troubledSpool(spool: Spool, { dice, isCalm }: Weather, life: Life): Spool {
  async function step<T>(work: () => Promise<T>): Promise<T> {
    life.check();
    if (isCalm()) return work();
    if (dice.strikes("spoolFails")) throw new Unavailable("the spool does not answer");
    const isDying = dice.strikes("spoolCrash");
    if (isDying && dice.random() < 0.5) life.die();
    const result = await work();
    return isDying ? life.die() : result;
  }
  return {
    put: (name, bytes) => step(() => spool.put(name, bytes)),
    names: () => spool.names(),
    get: (name) => step(() => spool.get(name)),
    remove: (name) => step(() => spool.remove(name)),
  };
}

/** Objects come later than their packs, and from where they were written. */
function lateBlobs({ memory, life }: Setting, peer: Ports, weather: Weather): Blobs {
  const { blobs, region: here } = memory.ports;
  const { dice, isCalm } = weather;
  return {
    put: async (name, bytes) => {
      life.check();
      dice.happened("spilled");
      await blobs.put(name, bytes);
    },
    get: async (name, region) => {
      life.check();
      if (!isCalm() && dice.strikes("objectMissing")) return undefined;
      const own = await blobs.get(name, region);
      return own ?? (weather.reaches(here, peer.region) ? peer.blobs.get(name, region) : undefined);
    },
  };
}
