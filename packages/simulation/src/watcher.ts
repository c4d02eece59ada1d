import type { Issue } from "@faultline/core/issue";
import type { Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import { isFit } from "@faultline/service/regions/health";
import { isLeader } from "@faultline/service/regions/leader";
import { writeProbe } from "@faultline/service/regions/write-probe";
import { ledgerPartition } from "@faultline/service/table/layout";
import * as z from "zod";
import type { AskedDestinations } from "./asked-destinations.js";
import { DAY } from "./calendar.js";
import type { Arrived } from "./destination.js";
import { BARRIER, type SimulatedRegion } from "./region.js";
import { mayBeDeleted, PROJECT, type Stage } from "./stage.js";
import { untroubled } from "./surroundings.js";

const TOTALS_EVERY = 10;
const HEALTH_EVERY = 3;
const HEALTH = { cacheMilliseconds: 5000, misses: 2 };
const NotificationState = z.object({
  first: z.boolean(),
  upTo: z.number(),
  users: z.boolean(),
  x: z.number(),
});
/** How many days after its telling a row of the ledger goes, beyond the retention. */
const LEDGER_DAYS = 30;

/** Holds a world against those promises that can only be seen while it runs. */
export class Watcher {
  private readonly totals = new Map<string, number>();
  private readonly writeProbes: ReadonlyMap<string, () => Promise<boolean>>;
  private leads: readonly boolean[] = [];
  /** When the first region was last seen not to lead, in milliseconds since the world began. */
  unledAt = 0;
  /** By region, issue and config: nobody asked to tell of it when the region counted its first event. */
  private readonly begunUnasked = new Set<string>();
  private steps = 0;
  /** When the second region was seen to lead no more. */
  private letGoAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly stage: Stage,
    private readonly asked: Pick<AskedDestinations, "configOf" | "isPausing" | "neverAsked" | "webhooks">,
  ) {
    this.writeProbes = new Map(stage.regions.map(({ name, ports }) => [name, writeProbe(ports, HEALTH)]));
  }

  async step(): Promise<void> {
    this.steps += 1;
    await this.watchLeader();
    if (this.asked.isPausing) await this.watchBegun();
    if (this.steps % TOTALS_EVERY === 0) await this.watchTotals();
    if (this.steps % HEALTH_EVERY === 0) await this.watchHealth();
  }

  /** A view made anew begins from nothing. */
  forget(region: string): void {
    for (const key of [...this.totals.keys()]) if (key.startsWith(region)) this.totals.delete(key);
    for (const key of this.begunUnasked) if (key.startsWith(region)) this.begunUnasked.delete(key);
  }

  /** Nobody tells what its own log says was told already. */
  async watchTelling({ region, issue, url, kind, counts }: Arrived): Promise<void> {
    if (mayBeDeleted(this.stage, issue)) return;
    const sender = this.stage.regions.find(({ name }) => name === region);
    if (!sender) return;
    const pk = ledgerPartition(PROJECT, issue);
    // Asked for at once, before its sender writes down what it tells now.
    const ledger = sender.memory.ports.log.query({ pk });
    const config = await this.asked.configOf(sender.memory.ports, url);
    const own = `${config}#`;
    const { items } = await ledger;
    const rows = items.filter(({ sk }) => sk.startsWith(own)).map((row) => NotificationState.parse(row));
    for (const known of rows.filter((row) => this.isOfThisIncarnation(row)))
      for (const what of toldTwice({ kind, counts }, known))
        this.stage.fail("I5 known", `${region} told of ${what} of ${issue} and knew it was told`);
    if (
      kind === "first" &&
      this.begunUnasked.has(`${region} ${issue} ${config}`) &&
      !this.mayBeginAnew(issue)
    )
      this.stage.fail(
        "I5 asked",
        `${region} told of the first event of ${issue}, and nobody had asked for it`,
      );
  }

  /** Whom a region's issues have no event for that asks to tell them: they are told of none as the first. */
  private async watchBegun(): Promise<void> {
    for (const { name, ports, memory } of this.stage.regions) {
      const configs = await Promise.all(
        this.asked.webhooks.map(({ url }) => this.asked.configOf(memory.ports, url)),
      );
      const issues = await issuesIn(ports);
      for (const { id, type, count } of issues)
        for (const config of count > 0 ? this.asked.neverAsked(type, configs) : [])
          this.begunUnasked.add(`${name} ${id} ${config}`);
    }
  }

  /** True of an issue that was forgotten, deleted, or shown as one with another. */
  private mayBeginAnew(issue: string): boolean {
    const { people } = this.stage;
    return (
      this.stage.isForgettable(`${PROJECT}#${issue}`) ||
      mayBeDeleted(this.stage, issue) ||
      people.merging.touched.has(issue)
    );
  }

  /** False of what was told so long ago that its issue may have been forgotten, and begun anew. */
  private isOfThisIncarnation({ x }: { readonly x: number }): boolean {
    const { calendar, now } = this.stage;
    const toldAt = x * 1000 - (calendar.retentionDays + LEDGER_DAYS) * DAY;
    return now - toldAt < calendar.kept(now).forgottenAfter;
  }

  /** The other region takes the lead only while the first one is down. */
  private async watchLeader(): Promise<void> {
    const { regions, dice, now, note, fail } = this.stage;
    const leads = await Promise.all(regions.map(({ memory }) => isLeader(memory.ports)));
    const [wasFirst, wasSecond] = this.leads;
    const [isFirst, isSecond] = leads;
    this.leads = leads;
    if (!isFirst) this.unledAt = now - this.stage.calendar.start;
    if (wasFirst === isFirst && wasSecond === isSecond) return;
    note(`leader: ${regions.filter((_, place) => leads[place]).map(({ name }) => name)}`);
    if (isSecond && !wasSecond) {
      dice.happened("takeOver");
      if (regions[0]?.isUp(now)) fail("I5 leader", "taken over from a region that is up");
    }
    if (wasSecond && !isSecond) this.letGoAt = now;
    if (isFirst && wasFirst === false && this.steps > 1) this.watchFailBack();
  }

  /** Who comes back waits for what the other told last to arrive, as long as the other is there. */
  private watchFailBack(): void {
    const { regions, dice, now, fail } = this.stage;
    dice.happened("failBack");
    const hasWaited = now - this.letGoAt >= BARRIER;
    if (regions[1]?.isUp(now) && !hasWaited)
      fail("I5 barrier", "back before what the other told had time to arrive");
  }

  /** A region's totals never go down, but by a deletion. */
  private async watchTotals(): Promise<void> {
    for (const { name, ports } of this.stage.regions) {
      const issues = await issuesIn(ports);
      for (const { id, count } of issues) {
        const key = `${name} ${id}`;
        const before = this.totals.get(key) ?? 0;
        if (count < before && !this.mayBeginAnew(id))
          this.stage.fail("I4 decrease", `${id} in ${name}: from ${before} to ${count}`);
        this.totals.set(key, count);
      }
    }
  }

  /** With both regions running, health checks never take both out. */
  private async watchHealth(): Promise<void> {
    const { regions, now, fail } = this.stage;
    const up = regions.filter((region) => region.isUp(now));
    const fit: boolean[] = [];
    for (const region of up) fit.push((await region.live(() => this.isFit(region))) ?? true);
    if (up.length === regions.length && !fit.includes(true)) fail("I10 health", "both regions are out");
  }

  private isFit({ name }: SimulatedRegion): Promise<boolean> {
    const peer = this.stage.regions.find((one) => one.name !== name);
    const ask = async (region: string): Promise<boolean> => (await this.writeProbes.get(region)?.()) ?? false;
    return isFit({
      healthy: () => ask(name),
      peerHealthy: async () => peer !== undefined && this.stage.reaches(name, peer.name) && ask(peer.name),
    });
  }
}

/** The first of a region's issues, as its view shows them. */
async function issuesIn(ports: Ports): Promise<readonly Issue[]> {
  const list = { project: PROJECT, status: "all", sort: "lastSeen", limit: 50 } as const;
  return (await listIssues({ ...ports, view: untroubled(ports.view) }, list)).issues;
}

/** What of a message the ledger knew before. */
function toldTwice(
  { kind, counts }: Pick<Arrived, "kind" | "counts">,
  { first, upTo, users }: z.infer<typeof NotificationState>,
): string[] {
  const known = counts
    .filter((count) => (count === 1 ? first : count <= upTo))
    .map((count) => `event ${count}`);
  return kind === "users" && users ? [...known, "the users"] : known;
}
