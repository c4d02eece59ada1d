import type { Report } from "@faultline/core/report";
import type { Dice } from "./faults.js";
import type { Habits } from "./habits.js";

/** Events a client still has to get rid of, in the company it first sent them in. */
export interface Batch {
  reports: readonly Report[];
  region: number;
  madeAt: number;
  notBefore: number;
  attempts: number;
}

const HOT_SHARE = 0.9;
const TIMELESS_SHARE = 0.1;
const LARGE_SHARE = 0.001;
const LARGE_TEXTS = 25;
const LARGE_REQUEST = 1500;
const LARGE_SPAN = 7 * 86_400_000;
/** So many releases report errors. */
export const RELEASES = 3;
const ONE_TYPE_SHARE = 0.8;
const HOUR = 3_600_000;

/** What the errors of one request have in common. */
interface Burst {
  readonly isTimeless: boolean;
  /** Over how much time they lie, if over more than usual. */
  readonly span: number | undefined;
  /** The one type that all are of. */
  readonly only: string | undefined;
}

/** An application that reports errors: bursts, late ones, and some without a time of their own. */
export class SimulatedClient {
  readonly sent = new Map<string, Report>();
  readonly acked = new Set<string>();
  /** What was sent, and when first. */
  readonly old: { readonly reports: readonly Report[]; readonly at: number }[] = [];
  private waiting: Batch[] = [];
  private events = 0;
  /** By how much clocks were changed since the world began. */
  private clockShift = 0;

  constructor(
    private readonly dice: Dice,
    readonly habits: Habits,
  ) {}

  /** New errors of this moment. */
  produce(now: number): void {
    const isLarge = this.dice.strikes("largeRequest");
    const { mostly, seldom } = this.habits.burst;
    const count = isLarge ? LARGE_REQUEST : 1 + this.dice.pick(this.dice.random() < 0.1 ? seldom : mostly);
    const isTimeless = this.dice.random() < TIMELESS_SHARE;
    if (isTimeless) this.dice.happened("timeless");
    const span = isLarge ? LARGE_SPAN : undefined;
    const only = this.onlyType(now);
    const reports = Array.from({ length: count }, () => this.report(now, { isTimeless, span, only }));
    for (const report of reports) this.sent.set(report.eventId ?? "", report);
    this.old.push({ reports, at: now });
    const region = this.dice.random() < 0.7 ? 0 : 1;
    this.waiting.push({ reports, region, madeAt: now, notBefore: now, attempts: 0 });
  }

  private onlyType(now: number): string | undefined {
    const { isSparse, isSilent, types } = this.habits;
    if (isSilent) return types[isSilent(now) ? 1 : 0];
    return isSparse && this.dice.random() < ONE_TYPE_SHARE ? this.anyType() : undefined;
  }

  private anyType(): string | undefined {
    return this.habits.types[this.dice.pick(this.habits.types.length)];
  }

  /** Batches due to be sent. They are the caller's until given back. */
  take(now: number): Batch[] {
    const due = this.waiting.filter(({ notBefore }) => notBefore <= now);
    this.waiting = this.waiting.filter(({ notBefore }) => notBefore > now);
    return due;
  }

  /** Not answered for: again later, perhaps elsewhere, perhaps in other company. */
  giveBack(batch: Batch, now: number): void {
    const { attempts, madeAt, reports } = batch;
    const region = this.dice.strikes("retryElsewhere") ? 1 - batch.region : batch.region;
    const notBefore = now + 1000 * (1 + this.dice.pick(8));
    const next = { region, madeAt, attempts: attempts + 1, notBefore };
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

  /** Told that nothing of it is stored, it does not send again: so it is not sent. */
  giveUp(reports: readonly Report[]): void {
    for (const { eventId } of reports) this.sent.delete(eventId ?? "");
    const place = this.old.findIndex((one) => one.reports[0] === reports[0]);
    if (place >= 0) this.old.splice(place, 1);
    this.dice.happened("gaveUp");
  }

  isIdle(): boolean {
    return this.waiting.length === 0;
  }

  /** Since when the oldest of what waits has waited. */
  waitingSince(now: number): number {
    return Math.min(now, ...this.waiting.map(({ madeAt }) => madeAt));
  }

  /** Its clock is set an hour forth or back. */
  changeClock(): void {
    this.clockShift += this.dice.random() < 0.5 ? HOUR : -HOUR;
    this.dice.happened("clockChanged");
  }

  /** When a request was sent, as it says; undefined when it does not. */
  sentAt(now: number): number | undefined {
    return this.habits.tellsSent ? this.clock(now) : undefined;
  }

  private clock(now: number): number {
    const { stuckAt, clockOffset } = this.habits;
    return stuckAt ?? now + clockOffset + this.clockShift;
  }

  /** What runs then: one of a few, or the latest of those that come one after the other. */
  private releaseAt(now: number): string {
    const any = this.dice.pick(RELEASES);
    return `r${this.habits.release?.(now) ?? any}`;
  }

  private report(now: number, { isTimeless, span, only }: Burst): Report {
    const id = `e${++this.events}`;
    const isHot = this.habits.isHot && this.dice.random() < HOT_SHARE;
    const { types, users } = this.habits;
    const type = only ?? types[isHot ? 0 : this.dice.pick(types.length)] ?? "T";
    const late = span ?? (this.dice.random() < 0.05 ? 3 * HOUR : 4000);
    const timestamp = this.clock(now) - this.dice.pick(late);
    return {
      eventId: id,
      timestamp: isTimeless ? undefined : timestamp,
      level: "error",
      type,
      message: `${type} happened`,
      exceptions: [],
      user: { id: `u${this.dice.pick(users)}` },
      release: this.releaseAt(now),
      extra: this.dice.random() < LARGE_SHARE ? { large: noise(this.dice) } : undefined,
    };
  }
}

/** Texts that do not compress, so that their pack goes to Blobs. */
const noise = (dice: Dice): string[] =>
  Array.from({ length: LARGE_TEXTS }, () =>
    Array.from({ length: 400 }, () => dice.pick(0x7fffffff).toString(36).padEnd(6, "x")).join(""),
  );
