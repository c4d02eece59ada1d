import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { isHome } from "@faultline/service/home";
import { ingest } from "@faultline/service/ingest";
import { packKey } from "@faultline/service/keys";
import { type Item, Unavailable } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects";
import { listIssues } from "@faultline/service/query/list-issues";
import { decide } from "@faultline/service/triage";
import { REGIONS } from "../memory-world.js";
import { seeded } from "../seeded.js";
import { type Batch, SimulatedClient } from "./client.js";
import { DestinationWorld } from "./destination.js";
import { Crash, Dice, type FaultName } from "./faults.js";
import { NaiveCounters } from "./naive.js";
import { SimulatedRegion } from "./region.js";
import { Replicator } from "./replicator.js";
import { skewedRegion, troubledPorts, troubledView, untroubled, type Weather } from "./surroundings.js";

export const START = Date.UTC(2026, 10, 24, 12);
const MINUTES = 10;
const STEP_MAX = 10_000;
const CALM_ROUNDS_MAX = 150;

/** Which world: everything that happens in it follows from this. */
export interface Seed {
  readonly seed: number;
  /** Faults that do not strike, and after how many steps all is calm: for finding out what a failure needs. */
  readonly off?: ReadonlySet<FaultName>;
  readonly steps?: number;
}

export const RULE = { threshold: 10, notifyInterval: 5 };
const WEBHOOK = { type: "webhook", url: "https://hooks.example/in", burst: 1_000_000, ...RULE };

/** Two regions, their clients and a destination, for ten minutes full of faults, then healed. */
export class SimulatedWorld {
  now = START;
  isCalm = false;
  readonly dice: Dice;
  readonly client: SimulatedClient;
  readonly destination: DestinationWorld;
  readonly naive = new NaiveCounters();
  readonly regions: readonly SimulatedRegion[];
  readonly poisoned: string[] = [];
  /** Lines about what happened, for who looks into a failure. */
  readonly history: string[] = [];
  takeOvers = 0;
  decreases = 0;
  steps = 0;
  private homes = "";
  private readonly replicators: readonly Replicator[];
  private readonly totals = new Map<string, number>();

  constructor(private readonly seed: Seed) {
    this.dice = new Dice(seeded(seed.seed), seed.off ?? new Set());
    this.client = new SimulatedClient(this.dice);
    this.destination = new DestinationWorld(this.dice, () => this.isCalm);
    const weather: Weather = {
      dice: this.dice,
      now: () => this.now,
      isCalm: () => this.isCalm,
      reaches: (from, to) => this.reaches(from, to),
    };
    const skews = REGIONS.map(() => this.skew());
    const [a, b] = REGIONS.map((name, place) =>
      skewedRegion(name, skews[place] ?? 0, seed.seed + place, weather, this.destination),
    );
    if (!a || !b) throw new Error("a simulated world has two regions");
    this.regions = [a, b].map((memory) => {
      const peer = memory === a ? b : a;
      const ports = troubledPorts(memory.ports, peer.ports, weather, () => isHome(memory.ports));
      return new SimulatedRegion(memory, ports, this.dice, (view) => troubledView(view, weather));
    });
    this.replicators = [new Replicator(a, b, this.dice), new Replicator(b, a, this.dice)];
  }

  /** Ten minutes of trouble, then as long as it takes to come to rest. */
  async run(): Promise<void> {
    for (const { ports } of this.regions) await this.tolerated(() => ensureProject(ports, "shop"));
    const end = START + MINUTES * 60_000;
    while (this.now < end && this.steps < (this.seed.steps ?? Number.POSITIVE_INFINITY)) await this.step();
    this.isCalm = true;
    for (const region of this.regions) region.stoppedUntil = 0;
    for (let round = 0; round < CALM_ROUNDS_MAX && !(await this.isAtRest(round)); round++)
      await this.calmRound();
  }

  private async step(): Promise<void> {
    this.steps += 1;
    this.now += this.dice.pick(STEP_MAX);
    this.breakThings();
    if (this.dice.random() < 0.22) this.client.produce(this.now);
    for (const batch of this.client.take(this.now)) await this.deliver(batch);
    if (this.dice.strikes("repeatOld")) await this.repeatOld();
    await this.background();
    if (this.dice.random() < 0.05) await this.triage();
    await this.watchTotals();
  }

  private breakThings(): void {
    for (const region of this.regions) {
      if (!region.isUp(this.now) || !this.dice.strikes("regionStop")) continue;
      region.stoppedUntil = this.now + 20_000 + this.dice.pick(120_000);
      this.note(`${region.name} stops for ${region.stoppedUntil - this.now} ms`);
    }
    for (const replicator of this.replicators) {
      if (this.dice.strikes("replicationPause"))
        replicator.pausedUntil = this.now + 20_000 + this.dice.pick(150_000);
    }
  }

  private async replicate(): Promise<void> {
    for (const [place, replicator] of this.replicators.entries()) {
      const [from, to] = place === 0 ? this.regions : [...this.regions].reverse();
      const isUp = from?.isUp(this.now) && to?.isUp(this.now);
      if (!isUp || !from || !to) continue;
      await replicator.run(this.now, this.isCalm);
      this.naive.replicate(from.name, to.name);
    }
  }

  private async background(): Promise<void> {
    await this.replicate();
    for (const region of this.regions) {
      if (!region.isUp(this.now)) continue;
      if (!this.isCalm && this.dice.strikes("trimmed")) await this.rebuildView(region);
      if (this.isCalm || this.dice.random() < 0.7) await region.reduce(this.isCalm);
      await region.sweep(
        async (name) => this.regions.find((one) => one.name === name)?.isUp(this.now) ?? false,
      );
      await region.tell();
    }
    await this.watchHome();
  }

  private async deliver(batch: Batch): Promise<void> {
    const region = this.regions[batch.region];
    if (!region) return;
    const isAnswered = await this.post(region, batch.reports);
    if (isAnswered) this.client.ack(batch.reports);
    else this.client.giveBack(batch, this.now);
  }

  /** True when the client got a 2xx. */
  private async post(region: SimulatedRegion, reports: readonly Report[]): Promise<boolean> {
    const isTroubled = !this.isCalm;
    if (!region.isUp(this.now) || (isTroubled && this.dice.strikes("requestLost"))) return false;
    if (isTroubled && this.dice.strikes("refused")) return false;
    try {
      const project = await ensureProject(region.ports, "shop");
      const parsed = { reports, rejected: [], notifications: [WEBHOOK] };
      await ingest(region.ports, { project, parsed });
      this.naive.take(region.name, reports.length, this.now);
    } catch (error) {
      if (error instanceof VisibleError || error instanceof Unavailable) return false;
      throw error;
    }
    return !(isTroubled && this.dice.strikes("answerLost"));
  }

  private async repeatOld(): Promise<void> {
    const reports = this.client.old[this.dice.pick(this.client.old.length)];
    const region = this.regions[this.dice.pick(2)];
    if (reports && region) await this.post(region, reports);
    if (region && this.dice.strikes("poison")) await this.poison(region);
  }

  /** A pack nobody can read: it must hold up no other. */
  private async poison(region: SimulatedRegion): Promise<void> {
    const name = `poison${this.steps}`.padEnd(26, "0");
    const item: Item = {
      ...packKey(name),
      o: region.name,
      p: "shop",
      rt: this.now,
      n: 1,
      z: new Uint8Array([1, 2, 3]),
      x: 9e9,
    };
    await region.memory.ports.log.put(item);
    this.poisoned.push(name);
  }

  private async triage(): Promise<void> {
    const region = this.regions[this.dice.pick(2)];
    if (!region?.isUp(this.now)) return;
    await this.tolerated(async () => {
      const { issues } = await listIssues(region.ports, {
        project: "shop",
        status: "all",
        sort: "lastSeen",
        limit: 10,
      });
      const issue = issues[this.dice.pick(issues.length)];
      const status = (["resolved", "resolved", "unresolved"] as const)[this.dice.pick(3)];
      if (!issue) return;
      await decide(region.ports, { project: "shop", issue: issue.id, status, by: "simulation" });
      this.note(`${status} ${issue.type} in ${region.name}`);
    });
  }

  private async rebuildView(region: SimulatedRegion): Promise<void> {
    this.note(`the stream of ${region.name} is trimmed: rebuild`);
    await region.rebuildView();
    for (const key of [...this.totals.keys()]) if (key.startsWith(region.name)) this.totals.delete(key);
  }

  /** A region's totals never go down. */
  private async watchTotals(): Promise<void> {
    if (this.steps % 10 !== 0) return;
    for (const region of this.regions) {
      const { issues } = await listIssues(
        { ...region.ports, view: untroubled(region.ports.view) },
        { project: "shop", status: "all", sort: "lastSeen", limit: 50 },
      );
      for (const { id, count } of issues) {
        const key = `${region.name} ${id}`;
        if (count < (this.totals.get(key) ?? 0)) this.decreases += 1;
        this.totals.set(key, count);
      }
    }
  }

  private async watchHome(): Promise<void> {
    const states = await Promise.all(this.regions.map(({ memory }) => isHome(memory.ports)));
    const homes = states.join();
    if (homes === this.homes) return;
    if (this.homes !== "") this.takeOvers += 1;
    this.note(`home: ${homes}`);
    this.homes = homes;
  }

  private async calmRound(): Promise<void> {
    this.now += 10_000;
    for (const batch of this.client.take(this.now)) await this.deliver(batch);
    await this.background();
  }

  /** Home again, nothing to send, and a few rounds without news. */
  private async isAtRest(round: number): Promise<boolean> {
    if (round < 6 || !this.client.isIdle()) return false;
    const [primary] = this.regions;
    return primary !== undefined && (await isHome(primary.memory.ports)) && (await this.hasNothingToTell());
  }

  private async hasNothingToTell(): Promise<boolean> {
    const pages = await Promise.all(this.regions.map(({ ports }) => ports.view.query({ pk: "X#out" })));
    return pages.every(({ items }) => items.length === 0);
  }

  private async tolerated(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Crash || error instanceof Unavailable || error instanceof VisibleError) return;
      throw error;
    }
  }

  private reaches(from: string, to: string): boolean {
    const isCut = !this.isCalm && this.now < (this.replicators[REGIONS.indexOf(from)]?.pausedUntil ?? 0);
    return !isCut && (this.regions.find(({ name }) => name === to)?.isUp(this.now) ?? false);
  }

  private note(line: string): void {
    this.history.push(`+${((this.now - START) / 1000).toFixed(1)} s  ${line}`);
  }

  private skew(): number {
    if (!this.dice.strikes("skew")) return 0;
    return (this.dice.random() - 0.5) * (this.dice.strikes("largeSkew") ? 1_200_000 : 4000);
  }
}
