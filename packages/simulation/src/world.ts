import { isLeader } from "@faultline/service/regions/leader";
import { outboxPartition } from "@faultline/service/table/layout";
import { REGIONS } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { Accounts } from "./accounts.js";
import { Calendar, DAY } from "./calendar.js";
import { SimulatedClient } from "./client.js";
import { DestinationWorld } from "./destination.js";
import { Dice, type FaultName, Life, type Thrown } from "./faults.js";
import { habitsOf, isUntold } from "./habits.js";
import { hasSomethingAside, toTellSince } from "./left-to-do.js";
import { NaiveCounters } from "./naive.js";
import { People } from "./people.js";
import { makeProject, resolvesQuiet } from "./quiet.js";
import { SimulatedRegion } from "./region.js";
import { Replicator } from "./replicator.js";
import { isSelfReporting, SelfReports } from "./self-reports.js";
import type { Deletion, Stage } from "./stage.js";
import { regionIn, skewOf, troubledPorts, troubledView, untroubled, type Weather } from "./surroundings.js";
import { Traffic } from "./traffic.js";
import { Watcher } from "./watcher.js";

const STEP_MAX = 24_000;
const CALM_MILLISECONDS = 10_000;
const CALM_ROUNDS_MIN = 6;
const CALM_ROUNDS_MAX = 150;
const STOPS_AGAIN = 0.15;
/** How often a leap takes clients over the change of their clocks. */
const CLOCK_CHANGES = 0.2;

/** Which world: everything that happens in it follows from this. */
export interface Seed extends Thrown {
  /** Faults that do not strike, and after how many steps all is calm: for finding out what a failure needs. */
  readonly off?: ReadonlySet<FaultName>;
  readonly steps?: number;
}

/** A promise that did not hold, by the name the design gives it. */
export interface Violation {
  readonly invariant: string;
  readonly detail: string;
}

/** Two regions, their clients and a destination, for ten minutes full of faults, then healed. */
export class SimulatedWorld implements Stage {
  now: number;
  isCalm = false;
  steps = 0;
  /** When nothing was to be told, spooled or parked, the last time. */
  private idleAt = 0;
  /** How long after the last fault the last thing was done. */
  restMilliseconds = 0;
  readonly dice: Dice;
  readonly calendar: Calendar;
  readonly client: SimulatedClient;
  readonly destination: DestinationWorld;
  readonly naive = new NaiveCounters();
  readonly regions: readonly SimulatedRegion[];
  readonly traffic: Traffic;
  readonly people: People;
  readonly accounts: Accounts | undefined;
  readonly selfReports: SelfReports | undefined;
  readonly history: string[] = [];
  readonly violations: Violation[] = [];
  readonly deletions: Deletion[] = [];
  private readonly isRestless: boolean;
  /** Others write the same rows at the same time, again and again. */
  private readonly isCrowded: boolean;
  readonly watcher: Watcher;
  private readonly replicators: readonly Replicator[];
  private readonly telling: Promise<void>[] = [];

  constructor(private readonly seed: Seed) {
    this.dice = new Dice(seeded(seed.seed), seed.off ?? new Set(), seed.dice);
    this.isRestless = this.dice.strikes("restless");
    this.isCrowded = this.dice.strikes("crowded");
    this.calendar = new Calendar(this.dice);
    this.now = this.calendar.start;
    this.idleAt = this.now;
    this.destination = new DestinationWorld(
      this.dice,
      () => this.isCalm,
      () => this.now,
      (arrived) => this.telling.push(this.watcher.watchTelling(arrived)),
    );
    const skews = REGIONS.map(() => skewOf(this.dice));
    this.client = new SimulatedClient(this.dice, habitsOf(this.dice, seed, this.calendar));
    this.regions = this.regionsWith(skews);
    const [a, b] = this.regions;
    if (!a || !b) throw new Error("a simulated world has two regions");
    this.replicators = [
      new Replicator(a.memory, b.memory, this.dice),
      new Replicator(b.memory, a.memory, this.dice),
    ];
    this.traffic = new Traffic(this, this.client, this.naive);
    this.people = new People(this, seed);
    this.accounts = !this.calendar.isLong && this.dice.strikes("accounts") ? new Accounts(this) : undefined;
    this.watcher = new Watcher(this, this.traffic.asked);
    this.selfReports = isSelfReporting(seed.seed) ? new SelfReports(this) : undefined;
  }

  /** Ten minutes of trouble, then as long as it takes to come to rest. */
  async run(): Promise<void> {
    await makeProject(this.regions, resolvesQuiet(this.seed, this.calendar));
    await this.traffic.asked.begin(this.regions);
    const end = this.calendar.start + this.calendar.length;
    while (this.now - this.calendar.leapt < end && this.steps < (this.seed.steps ?? Number.POSITIVE_INFINITY))
      await this.step();
    this.isCalm = true;
    for (const region of this.regions) region.stoppedUntil = 0;
    const calmAt = this.now;
    for (let round = 0; round < CALM_ROUNDS_MAX && !(await this.isAtRest(round)); round++)
      await this.calmRound();
    this.restMilliseconds = this.now - calmAt;
  }

  readonly reaches = (from: string, to: string): boolean => {
    const isCut = !this.isCalm && this.now < (this.replicators[REGIONS.indexOf(from)]?.pausedUntil ?? 0);
    return !isCut && (this.regions.find(({ name }) => name === to)?.isUp(this.now) ?? false);
  };

  readonly note = (line: string): void => {
    this.history.push(`+${((this.now - this.calendar.start) / 1000).toFixed(1)} s  ${line}`);
  };

  readonly fail = (invariant: string, detail: string): void => {
    this.violations.push({ invariant, detail });
  };

  private regionsWith(skews: readonly number[]): SimulatedRegion[] {
    const weather: Weather = {
      dice: this.dice,
      now: () => this.now,
      isCalm: () => this.isCalm,
      isCrowded: this.isCrowded,
      reaches: this.reaches,
      isLogOut: (region) => this.now < (this.regions.find(({ name }) => name === region)?.logOutUntil ?? 0),
    };
    const durability = this.dice.strikes("dualDurability") ? "dual" : "region";
    const { retentionDays } = this.calendar;
    const settings = REGIONS.map((region, place) => {
      const life = new Life();
      const options = {
        region,
        skew: skews[place] ?? 0,
        seed: this.seed.seed + place,
        durability,
        retentionDays,
      } as const;
      return { life, memory: regionIn(weather, this.destination, life, options) };
    });
    return settings.map((own) => {
      const peer = settings.find((one) => one !== own) ?? own;
      return new SimulatedRegion({
        ...own,
        ports: troubledPorts(own, peer.memory.ports, weather, () => isLeader(own.memory.ports)),
        dice: this.dice,
        isCrowded: this.isCrowded,
        resolvesQuiet: resolvesQuiet(this.seed, this.calendar),
        tells: () => this.isCalm || !isUntold(this.seed, this.calendar),
        answers: async (name) => this.regions.find((one) => one.name === name)?.isUp(this.now) ?? false,
        troubled: (view) => troubledView(view, weather, own.life),
      });
    });
  }

  private async step(): Promise<void> {
    this.steps += 1;
    this.now += this.dice.pick(STEP_MAX);
    if (this.calendar.isLong) await this.passTime();
    this.breakThings();
    await this.traffic.step();
    await this.accounts?.step();
    await this.background();
    await this.selfReports?.step();
    await this.watcher.step();
  }

  /** In a long world, days pass at once now and then, and clocks are changed. */
  private async passTime(): Promise<void> {
    if (!(await hasSomethingAside(this.regions, this.traffic.poisoned))) this.idleAt = this.now;
    const leap = this.calendar.leap(this.now, await this.waiting());
    if (leap === 0) return;
    this.now += leap;
    if (this.dice.random() < CLOCK_CHANGES) this.client.changeClock();
    if (this.calendar.hasExpired(this.now)) this.dice.happened("expired");
    this.note(`${(leap / 3_600_000).toFixed(1)} hours pass: ${new Date(this.now).toISOString()}`);
  }

  /** Since when the oldest of what has to be done, by anybody, waits. */
  private async waiting(): Promise<Parameters<Calendar["leap"]>[1]> {
    const { now, idleAt, client, regions, replicators } = this;
    const untold = isUntold(this.seed, this.calendar) ? now : await toTellSince(regions, this.destination);
    const behind = regions.map((region) => region.behindSince(now));
    const unsent = replicators.map((replicator) => replicator.waitingSince(now));
    // What is to be told lives as long as its issue, and may wait longer than what has to be taken into a view.
    return {
      clients: Math.min(untold ?? now, client.waitingSince(now)),
      regions: Math.min(idleAt, ...behind, ...unsent),
    };
  }

  private breakThings(): void {
    for (const region of this.regions) {
      if (region.isUp(this.now) && (this.dice.strikes("regionStop") || this.stopsAgain(region))) {
        region.stoppedUntil = this.now + 20_000 + this.dice.pick(120_000);
        this.note(`${region.name} stops for ${region.stoppedUntil - this.now} ms`);
      }
      if (this.dice.strikes("logOutage")) this.takeLogsOut([region]);
    }
    if (this.dice.strikes("bothLogsOut")) this.takeLogsOut(this.regions);
    for (const replicator of this.replicators)
      if (this.dice.strikes("replicationPause")) this.pause([replicator]);
    if (this.dice.strikes("partition")) this.pause(this.replicators);
  }

  /** In some worlds the leader goes and comes back again and again. */
  private stopsAgain(region: SimulatedRegion): boolean {
    return this.isRestless && region === this.regions[0] && this.dice.random() < STOPS_AGAIN;
  }

  private takeLogsOut(regions: readonly SimulatedRegion[]): void {
    const milliseconds = 10_000 + this.dice.pick(80_000);
    for (const region of regions) {
      region.logOutUntil = this.now + milliseconds;
      this.note(`the log of ${region.name} takes nothing for ${milliseconds} ms`);
    }
  }

  private pause(replicators: readonly Replicator[]): void {
    const until = this.now + 20_000 + this.dice.pick(150_000);
    for (const replicator of replicators) replicator.pausedUntil = until;
    this.note(`${replicators.length} ways between the regions are cut for ${until - this.now} ms`);
  }

  private async replicate(): Promise<void> {
    for (const [place, replicator] of this.replicators.entries()) {
      const [from, to] = place === 0 ? this.regions : [...this.regions].reverse();
      if (!from?.isUp(this.now) || !to?.isUp(this.now)) continue;
      const isPaused = !this.isCalm && this.now < Math.max(replicator.pausedUntil, to.logOutUntil);
      await replicator.run(isPaused, this.isCalm);
      if (!isPaused) this.naive.replicate(from.name, to.name);
    }
  }

  private async background(): Promise<void> {
    await this.replicate();
    for (const region of this.regions) {
      if (!region.isUp(this.now)) continue;
      const mayTrim = !this.isCalm && !this.calendar.hasExpired(this.now);
      if (mayTrim && this.dice.strikes("trimmed")) await this.rebuildView(region);
      const isDeciding = !this.isCalm && this.people.isWanted();
      await region.work(this.isCalm, isDeciding ? [() => this.people.decide(region)] : []);
      this.destination.ended(region.name);
      await Promise.all(this.telling.splice(0));
    }
  }

  private async rebuildView(region: SimulatedRegion): Promise<void> {
    // In a view made anew, what was to be told is to be told from now on: then nobody knows how long it has waited.
    const untold = (await toTellSince(this.regions, this.destination)) ?? this.now;
    if (this.now - untold > DAY) return;
    this.note(`the stream of ${region.name} is trimmed: rebuild`);
    if (await region.rebuildView()) this.watcher.forget(region.name);
  }

  private async calmRound(): Promise<void> {
    this.now += CALM_MILLISECONDS;
    await this.traffic.deliverDue();
    await this.background();
    await this.watcher.step();
  }

  /** True of an issue, as the outbox names it, that was silent for so long that a region may have forgotten it. */
  readonly isForgettable = (place: string): boolean => {
    const { forgottenAfter } = this.calendar.kept(this.now);
    const times = [...(this.traffic.takenAt.get(place) ?? []), this.now];
    return times.some((at, index) => at - (times[index - 1] ?? at) >= forgottenAfter);
  };

  /** The lead is back, nothing to send, and a few rounds without news. */
  private async isAtRest(round: number): Promise<boolean> {
    if (round < CALM_ROUNDS_MIN || !this.client.isIdle()) return false;
    const [primary] = this.regions;
    return (
      primary !== undefined && (await isLeader(primary.memory.ports)) && !(await this.hasSomethingToDo())
    );
  }

  private async hasSomethingToDo(): Promise<boolean> {
    for (const { ports } of this.regions) {
      const { items } = await untroubled(ports.view).query({ pk: outboxPartition });
      if (items.some(({ sk }) => !this.isForgettable(sk))) return true;
    }
    return hasSomethingAside(this.regions, this.traffic.poisoned);
  }
}
