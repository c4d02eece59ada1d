import type { Accepted } from "@faultline/core/event";
import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { type QuotaSettings, quotas } from "@faultline/service/ingest/quotas";
import type { Clock } from "@faultline/service/ports";
import type { SimulatedRegion } from "./region.js";
import { type Fail, PROJECT, type Stage } from "./stage.js";

/** So small that a busy minute is beyond them, and a storm far beyond. */
const SETTINGS: QuotaSettings = { projectPerSecond: 0.4, keyPerSecond: 0.6, newProjectsPerHour: 100 };
const BURST_SECONDS = 90;
const REFUSED_AT = 5;
const BODIES_A_MINUTE = 10;
const MINUTE = 60_000;
/** Of an application's machines, the one that sends little. */
const SELDOM = 0.1;

/** What a bucket has left after all that was ever taken out of it. */
class Level {
  private left: number;
  private at = Number.NEGATIVE_INFINITY;

  constructor(private readonly perSecond: number) {
    this.left = BURST_SECONDS * perSecond;
  }

  leftAt(now: number): number {
    const most = BURST_SECONDS * this.perSecond;
    return this.at < now ? Math.min(most, this.left + ((now - this.at) / 1000) * this.perSecond) : this.left;
  }

  take(amount: number, now: number): void {
    this.left = Math.max(-BURST_SECONDS * this.perSecond, this.leftAt(now) - amount);
    this.at = now;
  }
}

const levels = (times: number) => ({
  key: new Level(times * SETTINGS.keyPerSecond),
  project: new Level(times * SETTINGS.projectPerSecond),
});

/** The quotas of one region's process, held against what they have to be, told in other words. */
class RegionQuotas {
  private readonly real;
  private readonly whole = levels(1);
  private readonly all = levels(REFUSED_AT);
  private readonly addresses = new Map<string, Level>();
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly fail: Fail,
  ) {
    this.real = quotas(clock, SETTINGS);
  }

  /** Throws `quota_exceeded`, and says so when that is wrong either way. */
  admit(address: string, events: number): (type: string, issue: string) => boolean {
    const sender = { keyHash: "key", address };
    const mayEnter = this.mayEnter(address);
    let isIn = false;
    try {
      this.real.refuse(sender, PROJECT);
      isIn = true;
    } finally {
      if (isIn !== mayEnter) this.fail("I13 quota", `${address} is ${isIn ? "let in" : "refused"}`);
    }
    const isWithin = this.take(address, events);
    const real = this.real.admit(sender, PROJECT, events);
    return (type, issue) => {
      const isWhole = real(issue);
      if (isWhole !== (isWithin || this.isAmongFirst(type)))
        this.fail("I13 bodies", `an event of ${type} ${isWhole ? "keeps" : "loses"} its body`);
      return isWhole;
    };
  }

  private mayEnter(address: string): boolean {
    const now = this.clock.now();
    const isSmall = this.levelOf(address).leftAt(now) > 0;
    return isSmall || (this.all.key.leftAt(now) > 0 && this.all.project.leftAt(now) > 0);
  }

  /** True when there is something left of all quotas. */
  private take(address: string, events: number): boolean {
    const now = this.clock.now();
    const isWithin = this.whole.key.leftAt(now) > 0 && this.whole.project.leftAt(now) > 0;
    const { whole, all } = this;
    for (const level of [whole.key, whole.project, all.key, all.project, this.levelOf(address)])
      level.take(events, now);
    return isWithin;
  }

  private isAmongFirst(type: string): boolean {
    const place = `${Math.floor(this.clock.now() / MINUTE)} ${type}`;
    const before = this.seen.get(place) ?? 0;
    this.seen.set(place, before + 1);
    return before < BODIES_A_MINUTE;
  }

  private levelOf(address: string): Level {
    const level = this.addresses.get(address) ?? new Level(SETTINGS.keyPerSecond / 4);
    this.addresses.set(address, level);
    return level;
  }
}

type QuotaStage = Pick<Stage, "dice" | "fail"> & {
  readonly regions: readonly Pick<SimulatedRegion, "name" | "ports">[];
};

/** What both regions let in by quotas of their own, and in which forms each event was taken. */
export class WatchedQuotas {
  private readonly regions: ReadonlyMap<string, RegionQuotas>;
  /** Whether an event was once to be stored whole, and once without its body. */
  private readonly forms = new Map<string, Set<boolean>>();

  constructor(private readonly stage: QuotaStage) {
    const own = stage.regions.map(
      ({ name, ports }) => [name, new RegionQuotas(ports.clock, stage.fail)] as const,
    );
    this.regions = new Map(own);
  }

  /** Which events of a request keep their bodies, asked for one after the other. Throws `quota_exceeded`. */
  admit(region: string, reports: readonly Report[]): (issue: string) => boolean {
    const { dice } = this.stage;
    const address = dice.random() < SELDOM ? "192.0.2.2" : "192.0.2.1";
    const own = this.regions.get(region);
    const keeps = this.heard(() => own?.admit(address, reports.length));
    let asked = 0;
    return (issue) => {
      const { eventId = "", type } = reports[asked++] ?? {};
      const isWhole = keeps?.(type ?? "", issue) ?? true;
      if (!isWhole) dice.happened("bodyLeftOut");
      this.forms.set(eventId, (this.forms.get(eventId) ?? new Set()).add(isWhole));
      return isWhole;
    };
  }

  /** What is stored of an event is one of the forms in which it was taken. */
  audit(stored: readonly Pick<Accepted, "event" | "project">[], fail: Fail): void {
    for (const { event, project } of stored) {
      const isWhole = event.extra?.omitted === undefined;
      if (project === PROJECT && this.forms.get(event.id)?.has(isWhole) !== true)
        fail("I13 bodies", `${event.id} is stored ${isWhole ? "whole" : "without its body"}`);
    }
  }

  private heard<T>(admit: () => T): T {
    try {
      return admit();
    } catch (error) {
      if (error instanceof VisibleError) this.stage.dice.happened("quotaExceeded");
      throw error;
    }
  }
}
