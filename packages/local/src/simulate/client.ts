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

/** An application that reports errors: bursts, late ones, and some without a time of their own. */
export class SimulatedClient {
  readonly sent = new Map<string, Report>();
  readonly acked = new Set<string>();
  readonly old: (readonly Report[])[] = [];
  private waiting: Batch[] = [];
  private events = 0;

  constructor(private readonly dice: Dice) {}

  /** New errors of this moment. */
  produce(now: number): void {
    const count = 1 + this.dice.pick(this.dice.random() < 0.1 ? 60 : 24);
    const reports = Array.from({ length: count }, () => this.report(now));
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

  private report(now: number): Report {
    const id = `e${++this.events}`;
    const type = `T${this.dice.pick(ISSUES)}`;
    const late = this.dice.random() < 0.05 ? 3 * 3_600_000 : 4000;
    return {
      eventId: id,
      timestamp: now - this.dice.pick(late),
      level: "error",
      type,
      message: `${type} happened`,
      exceptions: [],
      extra: this.dice.random() < 0.002 ? { large: noise(this.dice, 60_000) } : undefined,
    };
  }
}

/** Text that does not compress, so that its pack goes to Blobs. */
const noise = (dice: Dice, length: number): string =>
  Array.from({ length: length / 8 }, () => dice.pick(0x7fffffff).toString(36).padEnd(8, "x")).join("");
