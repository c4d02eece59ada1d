import { setTimeout as pause } from "node:timers/promises";
import type { RunningWorld } from "../stories/running-world.js";
import type { Attack, Target } from "./attack.js";
import { calmMilliseconds, HONEST, honestPost, patience } from "./honest.js";
import { memoryWatch, usedBy } from "./processes.js";

/** A request may take that long of a processor, and so much more for each megabyte that it becomes. */
const CPU_MILLISECONDS = 100;
export const MEMORY_MEGABYTES_MAX = 150;
const HONEST_PAUSE_MILLISECONDS = 100;

interface Shots {
  readonly name: string;
  readonly threat: string;
  readonly input: string;
  /** What one shot becomes once it is unpacked. */
  readonly megabytes: number;
  readonly shots: number;
  shoot(target: Target, address: string): Promise<void>;
  /** What has to be there before the first shot. */
  prepare?(world: RunningWorld): Promise<void>;
}

/**
 * An attack by requests that cost us more than their senders: held when their work stays in proportion to their size, the
 * memory bounded, and everybody else is answered while it goes on.
 */
export function byShots({ name, threat, input, megabytes, shots, shoot, prepare }: Shots): Attack {
  return {
    name,
    shoot,
    async run(world) {
      await prepare?.(world);
      const calm = await calmMilliseconds(world);
      const before = await usedBy(world);
      const mostMemory = await memoryWatch(world);
      const honest = honestOnes(world);
      for (let shot = 0; shot < shots; shot += AT_ONCE)
        await Promise.all(
          Array.from({ length: Math.min(AT_ONCE, shots - shot) }, (_, place) =>
            shoot(world, addressOf(place)),
          ),
        );
      const { worst, refused, answered } = await honest();
      const { cpu } = await usedBy(world);
      const each = (cpu - before.cpu - answered * HONEST_CPU_MILLISECONDS) / shots;
      const memory = Math.round((mostMemory() - before.memory) / 2 ** 20);
      const budget = CPU_MILLISECONDS * (1 + megabytes);
      return {
        threat,
        input: `${shots} × ${input}`,
        worst: `${Math.max(0, Math.round(each))} ms of CPU each, others waited ${Math.round(worst)} ms${refused > 0 ? `, ${refused} refused` : ""}`,
        memory,
        isHeld: each <= budget && refused === 0 && worst <= patience(calm) && memory <= MEMORY_MEGABYTES_MAX,
      };
    },
  };
}

const AT_ONCE = 10;
/** Both regions' work for an honest post: taking it in, replicating it, folding it. */
const HONEST_CPU_MILLISECONDS = 5;

/** Ten senders. */
export const addressOf = (place: number): string => `127.0.1.${1 + (place % 10)}`;

/** Posts as others do until it is asked how they fared. */
function honestOnes(target: Target) {
  let isOver = false;
  const told = { worst: 0, refused: 0, answered: 0 };
  const posting = (async () => {
    for (let count = 0; !isOver; count++) {
      const { status, milliseconds } = await honestPost(target, HONEST, count % 2 === 0);
      told.worst = Math.max(told.worst, milliseconds);
      if (status === 201) told.answered += 1;
      else told.refused += 1;
      await pause(HONEST_PAUSE_MILLISECONDS);
    }
  })();
  return async () => {
    isOver = true;
    await posting;
    return told;
  };
}
