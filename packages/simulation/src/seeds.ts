import type { FaultName, Happening } from "./faults.js";
import { SimulatedWorld } from "./world.js";

/** So many worlds are looked at for each that is wanted. */
const SEEDS_MAX = 1000;

/**
 * The first seeds from one on whose worlds are of a kind: those in which these strike as they begin. Without any, all that
 * follow. No world is run for it. Throws where hardly any is of that kind.
 */
export function seedsOf(
  from: number,
  worlds: number,
  kind: readonly (FaultName | Happening)[] = [],
): number[] {
  const seeds: number[] = [];
  for (let seed = from; seeds.length < worlds; seed++) {
    if (seed - from > SEEDS_MAX * worlds) throw new Error(`there are few worlds of ${kind.join(", ")}`);
    if (kind.length === 0 || isOf(seed, kind)) seeds.push(seed);
  }
  return seeds;
}

function isOf(seed: number, kind: readonly (FaultName | Happening)[]): boolean {
  const { counts } = new SimulatedWorld({ seed }).dice;
  return kind.every((fault) => counts.has(fault));
}
