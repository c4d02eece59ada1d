import { setTimeout as pause } from "node:timers/promises";
import { TTL_SECONDS } from "@faultline/local/world/dns-message";
import { CHECK } from "@faultline/local/world/health-checker";
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

interface DrillResult {
  readonly requests: number;
  /** From the kill to the first 2xx of a request made after it, by kind of client. */
  readonly secondsToAccepted: Readonly<Partial<Record<Kind, number>>>;
  /** How often which answer came, by kind of client. */
  readonly answers: Readonly<Record<Kind, Readonly<Record<string, number>>>>;
  /** What that may take. */
  readonly allowedSeconds: Readonly<Record<Kind, number>>;
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
  /** How long after the step before was done, as a part of the whole: a slow machine makes the drill longer. */
  readonly after: number;
  readonly what: string;
  /** Gives back when it was done, if that differs from when it was begun. */
  readonly act: (world: RunningWorld) => Promise<number | undefined>;
}

const KILL: Step = { after: 0.15, what: `${A} is killed`, act: (world) => powerCut(world, A) };
const STEPS: readonly Step[] = [
  KILL,
  { after: 0.3, what: `${A} is started again`, act: begun((world) => world.command(A, "start")) },
  { after: 0.2, what: "replication pauses", act: begun((world) => world.replication("pause")) },
  { after: 0.2, what: "replication goes on", act: begun((world) => world.replication("resume")) },
];
/** How much of it follows the last step. */
const REST = 0.15;

function begun(act: (world: RunningWorld) => Promise<void>): Step["act"] {
  return async (world) => {
    await act(world);
    return undefined;
  };
}

/** For a client that knows the name alone: the checks, then the time to live. */
const NAME_SECONDS =
  (CHECK.threshold * (CHECK.intervalMilliseconds + CHECK.timeoutMilliseconds)) / 1000 + TTL_SECONDS;
/** Sentry's SDK rests for the second that the edge asks for. */
const ALLOWED_SECONDS = { own: 3, plain: NAME_SECONDS, sentry: NAME_SECONDS + 1 };

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
      answers: answersOf(clients.attempts),
      secondsToAccepted: firstAccepted(clients.attempts, killedAt),
      allowedSeconds: ALLOWED_SECONDS,
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
  let isOver = false;
  const acting = act(world, seconds, happenings).finally(() => {
    isOver = true;
  });
  // Thrown at the end, so that the last lines are printed first.
  acting.catch(() => undefined);
  const requestsALetter = Math.max(1, Math.round(perSecond / 40));
  print(`A letter for ${requestsALetter} requests: ${LEGEND}`);
  for (let second = 0; !isOver; second++) {
    await pause(from + (second + 1) * 1000 + TELL_MILLISECONDS - Date.now());
    print(line(clients.attempts, happenings, { from, second, requestsALetter }));
  }
  await acting;
  return happenings;
}

async function act(world: RunningWorld, seconds: number, happenings: Happening[]): Promise<void> {
  for (const step of STEPS) {
    await pause(step.after * seconds * 1000);
    const at = Date.now();
    const done = step.act(world);
    // What takes a while is shown when it begins; a kill when it was one.
    if (step !== KILL) happenings.push({ at, what: step.what });
    const killedAt = await done;
    if (step === KILL) happenings.push({ at: killedAt ?? at, what: step.what });
  }
  await pause(REST * seconds * 1000);
}

function answersOf(attempts: readonly Attempt[]): DrillResult["answers"] {
  const counts: Record<Kind, Record<string, number>> = { own: {}, sentry: {}, plain: {} };
  for (const { kind, answer } of attempts) counts[kind][answer] = (counts[kind][answer] ?? 0) + 1;
  return counts;
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
