import { setTimeout as pause } from "node:timers/promises";
import { TTL_SECONDS } from "@faultline/local/dns-message";
import { CHECK } from "@faultline/local/health-checker";
import { A, type RunningWorld } from "../stories/running-world.js";
import { type Attempt, type Farewell, KINDS, type Kind } from "./attempt.js";
import { type Audit, audit } from "./audit.js";
import { powerCut } from "./faults.js";
import { type Happening, LEGEND, line } from "./timeline.js";
import { type Traffic, traffic } from "./traffic.js";
import { PROJECT, preparedWorld } from "./world.js";

export interface Drill {
  readonly seconds: number;
  /** Requests, of all clients together. */
  readonly perSecond: number;
  readonly print: (line: string) => void;
}

export interface DrillResult {
  readonly requests: number;
  /** From the kill to the first 2xx of a request made after it, by kind of client. */
  readonly secondsToAccepted: Readonly<Partial<Record<Kind, number>>>;
  /** What that may take for a client that knows the name alone: the checks, then the time to live. */
  readonly nameSecondsMax: number;
  readonly clients: Readonly<Partial<Record<Kind, Farewell>>>;
  readonly audit: Audit;
}

/** Requests a second of each kind, of ten. */
const SHARES: readonly (readonly [Kind, number])[] = [
  ["own", 4],
  ["plain", 4],
  ["sentry", 2],
];

interface Step {
  /** When, as a part of the whole. */
  readonly at: number;
  readonly what: string;
  /** Gives back when it was done, if that differs from when it was begun. */
  readonly act: (world: RunningWorld) => Promise<number | undefined>;
}

const KILL: Step = { at: 0.15, what: `${A} is killed`, act: (world) => powerCut(world, A) };
const STEPS: readonly Step[] = [
  KILL,
  { at: 0.45, what: `${A} is started again`, act: begun((world) => world.command(A, "start")) },
  { at: 0.65, what: "replication pauses", act: begun((world) => world.replication("pause")) },
  { at: 0.85, what: "replication goes on", act: begun((world) => world.replication("resume")) },
];

function begun(act: (world: RunningWorld) => Promise<void>): Step["act"] {
  return async (world) => {
    await act(world);
    return undefined;
  };
}

const SETTLE_SECONDS = 120;
/** Attempts need a moment to be told of. */
const TELL_MILLISECONDS = 500;

/** A failover under load: real processes, real requests, a region killed and brought back, a partition and its end. */
export async function drill({ seconds, perSecond, print }: Drill): Promise<DrillResult> {
  const { world, common } = await preparedWorld();
  const shares = SHARES.map(([kind, share]) => [kind, (perSecond * share) / 10] as const);
  const clients = traffic(new Map(shares), common);
  try {
    await warm(clients);
    const happenings = await perform(world, clients, { seconds, perSecond, print });
    const said = await clients.stop();
    await world.settled(SETTLE_SECONDS);
    const killedAt = happenings.find(({ what }) => what === KILL.what)?.at ?? 0;
    return {
      requests: clients.attempts.length,
      secondsToAccepted: firstAccepted(clients.attempts, killedAt),
      nameSecondsMax:
        (CHECK.threshold * (CHECK.intervalMilliseconds + CHECK.timeoutMilliseconds)) / 1000 + TTL_SECONDS,
      clients: Object.fromEntries(said),
      audit: await audit(world, PROJECT, clients.attempts),
    };
  } finally {
    clients.abandon();
    await world.dispose();
  }
}

/** Until every kind of client was accepted once: starting them up is no part of a drill. */
async function warm({ attempts }: Traffic): Promise<void> {
  const isMissing = (kind: Kind) => !attempts.some((one) => one.kind === kind && one.end === "accepted");
  while (KINDS.some(isMissing)) await pause(TELL_MILLISECONDS / 10);
}

async function perform(
  world: RunningWorld,
  clients: Traffic,
  { seconds, perSecond, print }: Drill,
): Promise<Happening[]> {
  const from = Date.now();
  const happenings: Happening[] = [];
  let acting = Promise.resolve();
  const requestsALetter = Math.max(1, Math.round(perSecond / 40));
  print(`A letter for ${requestsALetter} requests: ${LEGEND}`);
  for (let second = 0; second < seconds; second++) {
    for (const step of STEPS.filter(({ at }) => Math.floor(at * seconds) === second)) {
      // One after the other, on a slow machine too: a region that still starts takes no commands.
      acting = acting.then(() => happen(world, step, happenings));
      // Thrown at the end, so that the world is put away first.
      acting.catch(() => undefined);
    }
    await pause(from + (second + 1) * 1000 + TELL_MILLISECONDS - Date.now());
    print(line(clients.attempts, happenings, { from, second, requestsALetter }));
  }
  await acting;
  return happenings;
}

async function happen(world: RunningWorld, { what, act }: Step, happenings: Happening[]): Promise<void> {
  const happening = { at: Date.now(), what };
  happenings.push(happening);
  happening.at = (await act(world)) ?? happening.at;
}

function firstAccepted(attempts: readonly Attempt[], killedAt: number): Partial<Record<Kind, number>> {
  const firsts = KINDS.flatMap((kind) => {
    const accepted = attempts.filter(
      (one) => one.kind === kind && one.end === "accepted" && one.startedAt >= killedAt,
    );
    const ends = accepted.map(({ endedAt }) => endedAt);
    return ends.length > 0 ? [[kind, (Math.min(...ends) - killedAt) / 1000] as const] : [];
  });
  return Object.fromEntries(firsts);
}
