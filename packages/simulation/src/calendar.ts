import type { Dice } from "./faults.js";

const SECOND = 1000;
const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

const SHORT_START = Date.UTC(2026, 10, 24, 12);
/** Right before clocks change, months or years end, and a leap day comes. */
const STARTS = [
  SHORT_START,
  Date.UTC(2027, 2, 28, 0, 57),
  Date.UTC(2026, 10, 1, 5, 55),
  Date.UTC(2026, 11, 31, 23, 52),
  Date.UTC(2028, 1, 28, 23, 50),
];
const LENGTH = 600 * SECOND;
/** By then regions that found each other away have settled who tells people, and it is told. */
const SETTLES = 80 * SECOND;
const LONG_RETENTION_DAYS = 7;
const RETENTION_DAYS = 90;
/** How much longer than packs the rows of a view are kept. */
const GRACE = 3 * DAY;
/** Regions' clocks differ. */
const SLACK = HOUR;
/** What clients have waits no longer, nor is it sent again later: what is older than the retention is promised nothing. */
const PATIENCE = (LONG_RETENTION_DAYS - 1) * DAY;
/** Nor what a region has to do: by then its view would have begun to forget what it has not yet added to. */
const REGIONS_PATIENCE = GRACE - 2 * SLACK;

/** When the oldest of what waits began to wait, in milliseconds since 1970. */
interface Waiting {
  readonly clients: number;
  readonly regions: number;
}

/** From when on nothing may have been forgotten. In a world of minutes, nothing at all. */
export interface Kept {
  /** What was received since then is in the log, whole. */
  readonly packsSince: number;
  /** What was received since then is counted in pages and timelines. */
  readonly rowsSince: number;
  /** The same of what is renewed once a day: lists, releases. */
  readonly listedSince: number;
  /** After so long without an event, an issue may be forgotten, a user or a release be taken for a new one. */
  readonly forgottenAfter: number;
  /** After so long it is. */
  readonly goneAfter: number;
}

const ALL: Kept = {
  packsSince: Number.NEGATIVE_INFINITY,
  rowsSince: Number.NEGATIVE_INFINITY,
  listedSince: Number.NEGATIVE_INFINITY,
  forgottenAfter: Number.POSITIVE_INFINITY,
  goneAfter: Number.POSITIVE_INFINITY,
};

/** When a world begins, and how time goes in it: some last weeks, in which what is old expires. */
export class Calendar {
  readonly isLong: boolean;
  readonly start: number;
  readonly retentionDays: number;
  /** Issues fall silent until they are forgotten, and come back: it lasts longer, and its leaps let all be told before. */
  readonly comesBack: boolean;
  /** How long it lasts, without its leaps. */
  readonly length: number;
  /** How much time was passed over so far. */
  leapt = 0;
  private leaptAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly dice: Dice) {
    this.isLong = dice.strikes("longWorld");
    this.start = (this.isLong ? STARTS[dice.pick(STARTS.length)] : undefined) ?? SHORT_START;
    this.retentionDays = this.isLong ? LONG_RETENTION_DAYS : RETENTION_DAYS;
    this.comesBack = this.isLong && dice.strikes("comesBack");
    this.length = this.comesBack ? 2 * LENGTH : LENGTH;
  }

  /** How much time passes at once now: none mostly, and never more than what waits since then can bear. */
  leap(now: number, { clients, regions }: Waiting): number {
    if (!this.isLong || !this.dice.strikes("leap")) return 0;
    if (this.comesBack && now - this.leaptAt < SETTLES) return 0;
    const most = Math.min(PATIENCE - (now - clients), REGIONS_PATIENCE - (now - regions));
    const leap = Math.max(0, Math.floor(Math.min(this.leapLength(now), most)));
    this.leapt += leap;
    this.leaptAt = now + leap;
    return leap;
  }

  /** True while a request of then may come once more, by what is promised. */
  isFresh(then: number, now: number): boolean {
    return !this.isLong || now - then < PATIENCE;
  }

  /** True once something may have expired. */
  hasExpired(now: number): boolean {
    return now - this.start > this.retentionDays * DAY - SLACK;
  }

  kept(now: number): Kept {
    if (!this.isLong) return ALL;
    const retention = this.retentionDays * DAY;
    const rowsSince = now - retention - GRACE + SLACK;
    return {
      packsSince: now - retention + SLACK,
      rowsSince,
      listedSince: rowsSince + DAY,
      forgottenAfter: retention - SLACK,
      goneAfter: retention + GRACE + SLACK,
    };
  }

  private leapLength(now: number): number {
    if (this.comesBack) return REGIONS_PATIENCE;
    const throwing = this.dice.random();
    if (throwing < 0.2) return DAY - (now % DAY) - this.dice.pick(10 * SECOND);
    if (throwing < 0.4) return HOUR * (1 + this.dice.pick(30));
    return DAY * (1 + this.dice.random() * 5);
  }
}
