/**
 * What goes wrong in a simulated world, and how often: a chance each time it could happen. The last group is decided
 * once, when the world begins.
 */
const FAULTS = {
  requestLost: 0.06,
  answerLost: 0.1,
  refused: 0.05,
  retryElsewhere: 0.6,
  rebatch: 0.15,
  repeatOld: 0.06,
  retryStorm: 0.002,
  regionStop: 0.012,
  replicationPause: 0.012,
  partition: 0.004,
  replicationReorder: 0.3,
  logThrottled: 0.02,
  logUnknown: 0.01,
  logOutage: 0.006,
  bothLogsOut: 0.015,
  viewFails: 0.003,
  viewConflict: 0.04,
  crash: 0.003,
  checkpointLost: 0.03,
  redelivery: 0.05,
  spoolFails: 0.5,
  spoolCrash: 0.4,
  secondReducer: 0.1,
  secondTeller: 0.1,
  trimmed: 0.008,
  objectMissing: 0.2,
  poison: 0.006,
  senderCrash: 0.02,
  destinationDown: 0.05,
  destinationLost: 0.02,
  ownFault: 0.05,
  largeRequest: 0.004,
  leap: 0.2,
  skew: 1,
  largeSkew: 0.1,
  hotIssue: 0.12,
  busy: 0.25,
  wrongClock: 0.3,
  tellsSent: 0.4,
  oddWords: 0.15,
  manyUsers: 0.15,
  stuckClock: 0.05,
  dualDurability: 0.25,
  restless: 0.08,
  merging: 0.4,
  twoDestinations: 0.2,
  longWorld: 0.1,
  stuckForWeeks: 0.3,
  sameUsersForWeeks: 0.4,
  comesBack: 0.3,
  crowded: 0.1,
  viewContended: 0.25,
  accounts: 0.2,
  quotas: 0.12,
  forAllProjects: 0.12,
  asksAlso: 0.15,
} as const;

export type FaultName = keyof typeof FAULTS;

/**
 * The dice by which the seeds that failed before were thrown: chances that were others, and what is not thrown for, since
 * it was always so, or never.
 */
const BEFORE: Readonly<Partial<Record<FaultName, number | boolean>>> = {
  largeRequest: 0.01,
  busy: true,
  stuckForWeeks: false,
  sameUsersForWeeks: false,
  comesBack: false,
  crowded: false,
};
/** What came with the third dice: by those before, nobody throws for it. */
const LATER: Readonly<Partial<Record<FaultName, boolean>>> = {
  accounts: false,
  quotas: false,
  forAllProjects: false,
  asksAlso: false,
};
const OTHERWISE = { 1: { ...LATER, ...BEFORE }, 2: LATER, 3: {} } as const;
export type DiceVersion = keyof typeof OTHERWISE;
/** The dice of today. */
export const DICE: DiceVersion = 3;

/** What a world follows from. */
export interface Thrown {
  readonly seed: number;
  /** By which dice; the latest when there is none. */
  readonly dice?: DiceVersion;
}

/** Whether a world is one of every so many by its seed alone, for which nobody throws. By the dice before, none is. */
export const isOneOf = ({ seed, dice = DICE }: Thrown, every: number, place: number): boolean =>
  dice > 2 && seed % every === place;

export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => name in FAULTS);

/** What came of it, and is counted to see that the worlds go everywhere. */
export const HAPPENINGS = [
  "tookPeer",
  "tookSpool",
  "tookBoth",
  "spilled",
  "takeOver",
  "failBack",
  "resolved",
  "resolvedInRelease",
  "assigned",
  "commented",
  "ignored",
  "muted",
  "mutedByUsers",
  "mutedByWindow",
  "regressed",
  "merged",
  "unmerged",
  "mergedInCircle",
  "issueDeleted",
  "projectDeleted",
  "timeless",
  "clockChanged",
  "expired",
  "autoResolved",
  "manyDecisions",
  "gaveUp",
  "rewritten",
  "invited",
  "accepted",
  "withdrawn",
  "roleChanged",
  "personRemoved",
  "signedIn",
  "sessionEnded",
  "tokenMade",
  "tokenRevoked",
  "quotaExceeded",
  "bodyLeftOut",
  "paused",
  "toldUsers",
  "toldWithin",
  "toldUnusual",
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** Throws the dice for faults. A fault that is switched off still throws, so that the rest of the history stays. */
export class Dice {
  readonly counts = new Map<FaultName | Happening, number>();

  constructor(
    readonly random: () => number,
    private readonly off: ReadonlySet<FaultName>,
    private readonly version: DiceVersion = DICE,
  ) {}

  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  strikes(fault: FaultName): boolean {
    const otherwise: Readonly<Partial<Record<FaultName, number | boolean>>> = OTHERWISE[this.version];
    const chance = otherwise[fault] ?? FAULTS[fault];
    if (typeof chance === "boolean") return chance;
    const isHit = this.random() < chance && !this.off.has(fault);
    if (isHit) this.happened(fault);
    return isHit;
  }

  happened(what: FaultName | Happening): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

/** Stands for the end of a process at this very place. Nothing after it happens. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** One region's processes, which all die together: after that not one of their calls does anything. */
export class Life {
  isDead = false;

  die(): never {
    this.isDead = true;
    throw new Crash("the process died");
  }

  /** Throws when the process that calls is dead. */
  check(): void {
    if (this.isDead) throw new Crash("the process is dead");
  }
}
