import type { Attack } from "./attack.js";
import type { AttackedWorld } from "./attacked-world.js";
import { memoryWatch, usedBy } from "./processes.js";

interface Tried {
  readonly requests: number;
  /** What came of it, in a few words. */
  readonly worst: string;
  readonly isHeld: boolean;
}

interface ByAnswers {
  readonly name: string;
  readonly threat: string;
  readonly input: string;
  attempt(world: AttackedWorld): Promise<Tried>;
}

/** An attack that is after something else than our time: held when it does not get it. What its requests cost is told beside. */
export const byAnswers = ({ name, threat, input, attempt }: ByAnswers): Attack => ({
  name,
  async run(world) {
    const before = await usedBy(world);
    const most = await memoryWatch(world);
    const { requests, worst, isHeld } = await attempt(world);
    const { cpu } = await usedBy(world);
    const memory = Math.round((most() - before.memory) / 2 ** 20);
    const each = Math.round((cpu - before.cpu) / requests);
    return { threat, input, worst: `${worst}; ${each} ms of CPU a request`, memory, isHeld };
  },
});

/** How many of the answers had each status, as words. */
export function tally(statuses: readonly (number | undefined)[]): string {
  const counts = new Map<number | undefined, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} × ${status ?? "no answer"}`).join(", ");
}
