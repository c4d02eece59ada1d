import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { RunningWorld } from "../stories/running-world.js";
import type { Attack, Row } from "./attack.js";
import { honestPost } from "./honest.js";
import { memoryWatch, usedBy } from "./processes.js";

export const SHOTS_A_SECOND = 100;
const CLIENTS = 20;
const CLIENT_PAUSE_MILLISECONDS = 400;
const SLOWER_MAX = 3;
const MEMORY_MEGABYTES_MAX = 150;

interface Fared {
  readonly answered: number;
  readonly refused: number;
  readonly p99: number;
}

/** How twenty clients fare while an attack goes on, against how they fared in the calm before. Undefined for attacks that have no shots. */
export async function underLoad(
  world: RunningWorld,
  attack: Attack,
  seconds: number,
): Promise<Row | undefined> {
  if (!attack.shoot) return undefined;
  await clientsFor(world, 2);
  const calm = await clientsFor(world, seconds);
  const { memory: before } = await usedBy(world);
  const most = await memoryWatch(world);
  const shooting = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      new URL("./shooter.ts", import.meta.url).pathname,
      attack.name,
      world.url,
      String(seconds + 1),
    ],
    { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, ATTACK_CLIENT_KEY: world.clientKey } },
  );
  const ended = once(shooting, "exit");
  await pause(1_500);
  const fared = await clientsFor(world, seconds);
  await ended;
  const memory = Math.round((most() - before) / 2 ** 20);
  return {
    threat: `${SHOTS_A_SECOND} a second: ${attack.name}`,
    input: `${CLIENTS} clients beside it`,
    worst: `p99 ${Math.round(fared.p99)} ms, in the calm ${Math.round(calm.p99)} ms; ${fared.answered} answered, ${fared.refused} not`,
    memory,
    isHeld: fared.refused === 0 && fared.p99 <= SLOWER_MAX * calm.p99 && memory <= MEMORY_MEGABYTES_MAX,
  };
}

/** Twenty clients, each from its own address, half of them compressing. */
async function clientsFor(world: RunningWorld, seconds: number): Promise<Fared> {
  const end = Date.now() + seconds * 1000;
  const times: number[] = [];
  let refused = 0;
  const client = async (place: number): Promise<void> => {
    await pause((place * CLIENT_PAUSE_MILLISECONDS) / CLIENTS);
    while (Date.now() < end) {
      const { status, milliseconds } = await honestPost(world, `127.0.2.${1 + place}`, place % 2 === 0);
      if (status === 201) times.push(milliseconds);
      else refused += 1;
      await pause(CLIENT_PAUSE_MILLISECONDS);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, place) => client(place)));
  times.sort((a, b) => a - b);
  return { answered: times.length, refused, p99: times[Math.floor((times.length - 1) * 0.99)] ?? 0 };
}
