/** What goes wrong in a simulated world, and how often: a chance each time it could happen. */
export const FAULTS = {
  requestLost: 0.06,
  answerLost: 0.1,
  refused: 0.05,
  retryElsewhere: 0.6,
  rebatch: 0.15,
  repeatOld: 0.03,
  regionStop: 0.006,
  replicationPause: 0.006,
  replicationReorder: 0.3,
  skew: 1,
  largeSkew: 0.1,
  logThrottled: 0.02,
  logUnknown: 0.01,
  viewFails: 0.003,
  viewConflict: 0.04,
  checkpointLost: 0.03,
  redelivery: 0.05,
  trimmed: 0.004,
  objectMissing: 0.2,
  poison: 0.1,
  senderCrash: 0.02,
  destinationDown: 0.05,
  destinationLost: 0.02,
} as const;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => name in FAULTS);

/** Throws the dice for faults. A fault that is switched off still throws, so that the rest of the history stays. */
export class Dice {
  readonly counts = new Map<FaultName, number>();

  constructor(
    readonly random: () => number,
    private readonly off: ReadonlySet<FaultName>,
  ) {}

  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  strikes(fault: FaultName): boolean {
    const isHit = this.random() < FAULTS[fault] && !this.off.has(fault);
    if (isHit) this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    return isHit;
  }
}

/** Stands for the end of a process at this very place. Nothing after it happens. */
export class Crash extends Error {
  override readonly name = "Crash";
}
