/** So much at once, and then so much a second. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Names that are remembered. Whoever is forgotten begins anew: with so many, nobody sends much. */
const NAMES_MAX = 10_000;

interface Level {
  left: number;
  at: number;
}

/** What each name may still take of a rate. `now` in milliseconds. */
export class Buckets {
  private readonly levels = new Map<string, Level>();

  constructor(private readonly rate: Rate) {}

  /** Takes it, whether there is enough or not; false when there was nothing left before. It falls no lower than one burst below. */
  take(name: string, amount: number, now: number): boolean {
    const level = this.levelOf(name, now);
    const hadSome = level.left > 0;
    level.left = Math.max(-this.rate.burst, level.left - amount);
    return hadSome;
  }

  has(name: string, now: number): boolean {
    return this.levelOf(name, now).left > 0;
  }

  /** Seconds until there is something again, at least one. */
  waitSeconds(name: string, now: number): number {
    const { left } = this.levelOf(name, now);
    return Math.max(1, Math.ceil((1 - left) / this.rate.perSecond));
  }

  private levelOf(name: string, now: number): Level {
    const known = this.levels.get(name);
    const { perSecond, burst } = this.rate;
    const left = known ? Math.min(burst, known.left + ((now - known.at) / 1000) * perSecond) : burst;
    const level = known ?? { left, at: now };
    level.left = left;
    level.at = now;
    this.levels.delete(name);
    this.levels.set(name, level);
    if (this.levels.size > NAMES_MAX) this.forgetOldest();
    return level;
  }

  private forgetOldest(): void {
    const [oldest] = this.levels.keys();
    if (oldest !== undefined) this.levels.delete(oldest);
  }
}
