import type { Report } from "@faultline/core/report";
import type { Dice } from "./faults.js";
import type { Habits } from "./habits.js";

/** Events a client still has to get rid of, in the company it first sent them in. */
export interface Batch {
  reports: readonly Report[];
  region: number;
  notBefore: number;
  attempts: number;
}

const HOT_SHARE = 0.9;
const TIMELESS_SHARE = 0.1;
const LARGE_SHARE = 0.001;
const LARGE_TEXTS = 25;
const LARGE_REQUEST = 1500;
const LARGE_SPAN = 30 * 86_400_000;
const RELEASES = 3;

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
    const isLarge = this.dice.strikes("largeRequest");
    const count = isLarge ? LARGE_REQUEST : 1 + this.dice.pick(this.dice.random() < 0.1 ? 180 : 92);
    const isTimeless = this.dice.random() < TIMELESS_SHARE;
    if (isTimeless) this.dice.happened("timeless");
    const late = isLarge ? LARGE_SPAN : undefined;
    const reports = Array.from({ length: count }, () => this.report(now, isTimeless, late));
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
    if (reports.length > 1 && this.dice.strikes("rebatch")) {
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

  /** When a request was sent, as it says; undefined when it does not. */
  sentAt(now: number): number | undefined {
    return this.habits.tellsSent ? now + this.habits.clockOffset : undefined;
  }

  private report(now: number, isTimeless: boolean, span: number | undefined): Report {
    const id = `e${++this.events}`;
    const isHot = this.habits.isHot && this.dice.random() < HOT_SHARE;
    const { types, users, clockOffset } = this.habits;
    const type = types[isHot ? 0 : this.dice.pick(types.length)] ?? "T";
    const late = span ?? (this.dice.random() < 0.05 ? 3 * 3_600_000 : 4000);
    const timestamp = now + clockOffset - this.dice.pick(late);
    return {
      eventId: id,
      timestamp: isTimeless ? undefined : timestamp,
      level: "error",
      type,
      message: `${type} happened`,
      exceptions: [],
      user: { id: `u${this.dice.pick(users)}` },
      release: `r${this.dice.pick(RELEASES)}`,
      extra: this.dice.random() < LARGE_SHARE ? { large: noise(this.dice) } : undefined,
    };
  }
}

/** Texts that do not compress, so that their pack goes to Blobs. */
const noise = (dice: Dice): string[] =>
  Array.from({ length: LARGE_TEXTS }, () =>
    Array.from({ length: 400 }, () => dice.pick(0x7fffffff).toString(36).padEnd(6, "x")).join(""),
  );
