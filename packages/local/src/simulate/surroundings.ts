import type { Blobs, Clock, Ports } from "@faultline/service/ports";
import { Unavailable } from "@faultline/service/ports";
import { memorySpool } from "../memory-spool.js";
import { type MemoryRegion, memoryRegion } from "../memory-world.js";
import type { DestinationWorld } from "./destination.js";
import type { Dice } from "./faults.js";
import { troubledTable } from "./troubled-table.js";

/** What a region's ports need to know of the world around them. */
export interface Weather {
  readonly dice: Dice;
  now(): number;
  isCalm(): boolean;
  /** Whether one region reaches another one now. */
  reaches(from: string, to: string): boolean;
}

/** A region in memory whose clock goes wrong by `skew` milliseconds. */
export function skewedRegion(
  region: string,
  skew: number,
  seed: number,
  weather: Weather,
  destination: DestinationWorld,
): MemoryRegion {
  const clock: Clock = {
    now: () => Math.round(weather.now() + skew),
    sleep: async () => undefined,
    within: (_, work) => work,
  };
  const print: Ports["print"] = (line) => destination.heard(line);
  return memoryRegion({ region, clock, seed, print, send: (request) => destination.take(request, region) });
}

/** The ports of a region as they are in bad weather. */
export function troubledPorts(ports: Ports, peer: Ports, weather: Weather, isHome: Ports["isHome"]): Ports {
  const inTrouble = (): boolean => !weather.isCalm();
  return {
    ...ports,
    log: troubledTable(ports.log, weather.dice, { before: "logThrottled", after: "logUnknown" }, inTrouble),
    view: troubledView(ports.view, weather),
    blobs: lateBlobs(ports, peer, weather),
    spool: memorySpool(),
    peerLog: reachableLog(ports.region, peer, weather),
    isHome,
  };
}

const plain = new WeakMap<Ports["view"], Ports["view"]>();

export function troubledView(view: Ports["view"], weather: Weather): Ports["view"] {
  const troubles = { before: "viewFails", after: "viewFails", conflict: "viewConflict" } as const;
  const table = troubledTable(view, weather.dice, troubles, () => !weather.isCalm());
  plain.set(table, view);
  return table;
}

/** The table below its troubles, for who only watches. */
export const untroubled = (view: Ports["view"]): Ports["view"] => plain.get(view) ?? view;

/** The other region's log from here: not while it is down, or the way there is. */
function reachableLog(from: string, { log, region }: Ports, weather: Weather): Ports["log"] {
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!weather.reaches(from, region)) throw new Unavailable("the other region does not answer");
    return work();
  };
  return {
    ...log,
    get: (key) => asked(() => log.get(key)),
    put: (item, condition) => asked(() => log.put(item, condition)),
    query: (query) => asked(() => log.query(query)),
  };
}

/** Objects come later than their packs, and from where they were written. */
function lateBlobs(own: Ports, peer: Ports, { dice, isCalm }: Weather): Blobs {
  return {
    put: (name, bytes) => own.blobs.put(name, bytes),
    get: async (name, region) => {
      if (!isCalm() && dice.strikes("objectMissing")) return undefined;
      return (await own.blobs.get(name, region)) ?? (await peer.blobs.get(name, region));
    },
  };
}
