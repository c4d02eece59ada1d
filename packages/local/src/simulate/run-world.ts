import { type Audit, audit } from "./audit.js";
import { FAULT_NAMES, type FaultName } from "./faults.js";
import { type Seed, SimulatedWorld } from "./world.js";

export interface WorldResult extends Audit {
  readonly seed: number;
  readonly events: number;
  readonly acked: number;
  readonly steps: number;
  readonly takeOvers: number;
  readonly naive: { readonly shared: number; readonly perRegion: number };
  readonly faults: Readonly<Partial<Record<FaultName, number>>>;
  readonly history: readonly string[];
}

/** Runs a world from its seed to rest, and audits it. An error of ours is a violation, too. */
export async function runWorld(seed: Seed): Promise<WorldResult> {
  const world = new SimulatedWorld(seed);
  const told = await world.run().then(
    () => audit(world),
    (error: unknown) => ({
      violations: [
        {
          invariant: "I0 crash",
          detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
        },
      ],
      due: 0,
      duplicated: 0,
    }),
  );
  const { sent, acked } = world.client;
  return {
    ...told,
    seed: seed.seed,
    events: sent.size,
    acked: acked.size,
    steps: world.steps,
    takeOvers: world.takeOvers,
    naive: world.naive.errors(sent.size),
    faults: Object.fromEntries(world.dice.counts),
    history: world.history,
  };
}

/** The smallest world that still fails: the fewest steps, and only the faults it needs. */
export async function shrink(seed: number): Promise<{ seed: Seed; result: WorldResult }> {
  const fails = async (candidate: Seed) => {
    const result = await runWorld(candidate);
    return result.violations.length > 0 ? result : undefined;
  };
  let smallest: Seed = { seed };
  let result = await runWorld(smallest);
  for (const fault of FAULT_NAMES) {
    const candidate = { ...smallest, off: new Set([...(smallest.off ?? []), fault]) };
    const still = await fails(candidate);
    if (still) [smallest, result] = [candidate, still];
  }
  let low = 1;
  for (let high = result.steps; low < high; ) {
    const steps = Math.floor((low + high) / 2);
    const still = await fails({ ...smallest, steps });
    if (still) [smallest, result, high] = [{ ...smallest, steps }, still, steps];
    else low = steps + 1;
  }
  return { seed: smallest, result };
}
