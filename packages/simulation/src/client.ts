import type { Report } from "@faultline/core/report";
import type { Dice } from "./faults.js";

/** Events a client still has to get rid of, in the company it first sent them in. */
export interface Batch {
  reports: readonly Report[];
  region: number;
  notBefore: number;
  attempts: number;
}

const ISSUES = 4;
const HOT_SHARE = 0.9;
const TIMELESS_SHARE = 0.05;
const LARGE_SHARE = 0.001;
const LARGE_TEXTS = 25;

interface Habits {
  /** One issue has nearly all events. */
  readonly isHot: boolean;
  /** Some batches come without times of their own, where the regions' clocks are not too far apart for that. */
  readonly mayBeTimeless: boolean;
}

/** An application that reports errors: bursts, late ones, and some without a time of their own. */
export class SimulatedClient {
  readonly sent = new Map<string, Report>();
  readonly acked = new Set<string>();
  readonly old: (readonly Report[])[] = [];
  private waiting: Batch[] = [];
  private events = 0;

  constructor(
    private readonly dice: Dice,
    private readonly habits: Habits,
  ) {}

  /** New errors of this moment. */
  produce(now: number): void {
    const count = 1 + this.dice.pick(this.dice.random() < 0.1 ? 180 : 92);
    const isTimeless = this.habits.mayBeTimeless && this.dice.random() < TIMELESS_SHARE;
    if (isTimeless) this.dice.happened("timeless");
    const reports = Array.from({ length: count }, () => this.report(now, isTimeless));
    for (const report of reports) this.sent.set(report.eventId ?? "", report);
    this.old.push(reports);
    this.waiting.push({ reports, region: this.dice.random() < 0.7 ? 0 : 1, notBefore: now, attempts: 0 });
  }

  /** Batches due to be sent. They are the caller's until given back. */
  take(now: number): Batch[] {
    const due = this.waiting.filter(({ notBefore }) => notBefore <= now);
    this.waiting = this.waiting.filter(({ notBefore }) => notBefore > now);
    return due;
  }

  /** Not answered for: again later, perhaps elsewhere, perhaps in other company. */
  giveBack(batch: Batch, now: number): void {
    const { attempts, reports } = batch;
    const region = this.dice.strikes("retryElsewhere") ? 1 - batch.region : batch.region;
    const next = { region, attempts: attempts + 1, notBefore: now + 1000 * (1 + this.dice.pick(8)) };
    // Without a time of its own an event may be sent again only as it was.
    const maySplit = reports.length > 1 && reports.every(({ timestamp }) => timestamp !== undefined);
    if (maySplit && this.dice.strikes("rebatch")) {
      const middle = 1 + this.dice.pick(reports.length - 1);
      this.waiting.push(
        { ...next, reports: reports.slice(0, middle) },
        { ...next, reports: reports.slice(middle) },
      );
    } else this.waiting.push({ ...next, reports });
  }

  ack(reports: readonly Report[]): void {
    for (const { eventId } of reports) this.acked.add(eventId ?? "");
  }

  isIdle(): boolean {
    return this.waiting.length === 0;
  }

  private report(now: number, isTimeless: boolean): Report {
    const id = `e${++this.events}`;
    const isHot = this.habits.isHot && this.dice.random() < HOT_SHARE;
    const type = `T${isHot ? 0 : this.dice.pick(ISSUES)}`;
    const late = this.dice.random() < 0.05 ? 3 * 3_600_000 : 4000;
    const timestamp = now - this.dice.pick(late);
    return {
      eventId: id,
      timestamp: isTimeless ? undefined : timestamp,
      level: "error",
      type,
      message: `${type} happened`,
      exceptions: [],
      extra: this.dice.random() < LARGE_SHARE ? { large: noise(this.dice) } : undefined,
    };
  }
}

/** Texts that do not compress, so that their pack goes to Blobs. */
const noise = (dice: Dice): string[] =>
  Array.from({ length: LARGE_TEXTS }, () =>
    Array.from({ length: 400 }, () => dice.pick(0x7fffffff).toString(36).padEnd(6, "x")).join(""),
  );
