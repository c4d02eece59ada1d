import { type Audit, audit } from "./audit.js";
import { FAULT_NAMES, type FaultName, type Happening } from "./faults.js";
import type { NaiveErrors } from "./naive.js";
import { type Seed, SimulatedWorld } from "./world.js";

export interface WorldResult extends Audit {
  readonly seed: number;
  readonly events: number;
  readonly acked: number;
  readonly steps: number;
  readonly restSeconds: number;
  readonly naive: NaiveErrors;
  readonly faults: Readonly<Partial<Record<FaultName | Happening, number>>>;
  readonly history: readonly string[];
}

/** Runs a world from its seed to rest, and audits it. An error of ours is a violation, too. */
export async function runWorld(seed: Seed): Promise<WorldResult> {
  const world = new SimulatedWorld(seed);
  const told = await audited(world).catch((error: unknown) => {
    world.fail("I0 crash", error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { violations: world.violations, due: 0, duplicated: 0 };
  });
  const { sent, acked } = world.client;
  return {
    ...told,
    seed: seed.seed,
    events: sent.size,
    acked: acked.size,
    steps: world.steps,
    restSeconds: world.restMilliseconds / 1000,
    naive: world.naive.errors(sent.size),
    faults: Object.fromEntries(world.dice.counts),
    history: world.history,
  };
}

async function audited(world: SimulatedWorld): Promise<Audit> {
  await world.run();
  return audit(world);
}

/** The smallest world that still fails in the same way: the fewest steps, and only the faults it needs. */
export async function shrink(seed: number): Promise<{ seed: Seed; result: WorldResult }> {
  let smallest: Seed = { seed };
  let result = await runWorld(smallest);
  const wanted = new Set(result.violations.map(({ invariant }) => invariant));
  const fails = async (candidate: Seed) => {
    const again = await runWorld(candidate);
    return again.violations.some(({ invariant }) => wanted.has(invariant)) ? again : undefined;
  };
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
