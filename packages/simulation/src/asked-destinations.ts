import type { Project } from "@faultline/core/project";
import type { Report } from "@faultline/core/report";
import { readPack } from "@faultline/service/ingest/pack";
import { readOnlyConfigs } from "@faultline/service/notify/configs";
import { ofAllProjects } from "@faultline/service/notify/destination-place";
import { addDestination, editDestination } from "@faultline/service/notify/project-destinations";
import type { Item, Ports } from "@faultline/service/ports";
import {
  ALL_PROJECTS,
  defaultDestinations,
  projectForEvents,
} from "@faultline/service/projects/default-destinations";
import { ensureProject } from "@faultline/service/projects/projects";
import type { SimulatedRegion } from "./region.js";
import { type Fail, PROJECT, type Stage } from "./stage.js";

const WEBHOOK = { type: "webhook", burst: 1_000_000 };
/** Whom events ask to be told, each by a rule of its own. */
const WEBHOOKS = [
  { ...WEBHOOK, url: "https://hooks.example/in", threshold: 10, notifyInterval: 10 },
  { ...WEBHOOK, url: "https://other.example/in", threshold: 45, notifyInterval: 15 },
];
/** What the first of them asks for besides counts, where it does: as many users as there mostly are in all. */
const ALSO = { within: { events: 12, minutes: 3 }, users: 12, unusual: true } as const;
export type Webhook = (typeof WEBHOOKS)[number] & { readonly also?: typeof ALSO };

const PAUSES = 0.3;
const PAUSES_NOW = 0.06;

type AskingStage = Pick<Stage, "dice" | "regions" | "now" | "note" | "fail">;

/** Destinations that come along with each request, or are set for all projects. */
export class AskedDestinations {
  readonly webhooks: readonly Webhook[];
  /** One of them asks for more than counts. */
  readonly isAlso: boolean;
  /** What is told is told of some events alone: a destination is paused now and then. */
  readonly isPausing: boolean;
  private readonly isForAll: boolean;
  /** Of which types an event was ever sent that asks for which destination. */
  private readonly everAsked = new Set<string>();

  constructor(private readonly stage: AskingStage) {
    const { dice } = stage;
    const webhooks = WEBHOOKS.slice(0, dice.strikes("twoDestinations") ? 2 : 1);
    this.isAlso = dice.strikes("asksAlso");
    this.webhooks = this.isAlso
      ? webhooks.map((one, place) => (place === 0 ? { ...one, also: ALSO } : one))
      : webhooks;
    this.isForAll = dice.strikes("forAllProjects");
    this.isPausing = this.isForAll && dice.random() < PAUSES;
  }

  /** What a request brings along. */
  get notifications(): readonly Webhook[] {
    return this.isForAll ? [] : this.webhooks;
  }

  /** Sets them in both regions, before anything is sent, where they are set at all. */
  async begin(regions: readonly SimulatedRegion[]): Promise<void> {
    if (!this.isForAll) return;
    for (const { memory } of regions)
      for (const config of this.webhooks)
        await addDestination(memory.ports, ofAllProjects(memory.ports), { config });
  }

  /** Under which name the code keeps the destination of an address. */
  async configOf(ports: Ports, url: string): Promise<string> {
    const webhook = this.webhooks.filter((one) => one.url === url);
    const sender = { project: this.isForAll ? ALL_PROJECTS : PROJECT };
    const { notify } = await readOnlyConfigs(ports, sender, webhook);
    return notify[0]?.config ?? "";
  }

  /** The project as events come to it. */
  projectIn(ports: Ports): Promise<Project> {
    return this.isForAll ? projectForEvents(ports, PROJECT) : ensureProject(ports, PROJECT);
  }

  /** Pauses a destination, or has it go on. */
  async step(): Promise<void> {
    const { dice, note, regions, now } = this.stage;
    if (!this.isPausing || dice.random() >= PAUSES_NOW) return;
    const up = regions.filter((region) => region.isUp(now));
    const region = up[dice.pick(up.length)];
    if (!region) return;
    const set = await defaultDestinations(region.memory.ports);
    const { config, paused = false } = set[dice.pick(set.length)] ?? { config: "" };
    const { ports, name } = region;
    await region.live(async () => {
      await editDestination(ports, ofAllProjects(ports), config, { paused: !paused });
      note(`${config} is ${paused ? "told again" : "paused"} in ${name}`);
      dice.happened("paused");
    });
  }

  /** Who is to be told of events that come in here now; undefined where they bring it along. */
  async toldIn({ memory }: Pick<SimulatedRegion, "memory">): Promise<readonly string[] | undefined> {
    if (!this.isForAll) return undefined;
    const set = await defaultDestinations(memory.ports);
    return set.filter(({ paused }) => !paused).map(({ config }) => config);
  }

  /** Keeps whom these ask to tell, be they stored or not. */
  noteAsked(reports: readonly Pick<Report, "type">[], told: readonly string[]): void {
    for (const { type } of reports) for (const config of told) this.everAsked.add(`${type} ${config}`);
  }

  /** Those whom no event of a type has asked to tell so far, where destinations are paused. */
  neverAsked(type: string, configs: readonly string[]): readonly string[] {
    return this.isPausing ? configs.filter((config) => !this.everAsked.has(`${type} ${config}`)) : [];
  }

  /** What was just stored asks to tell these, and nobody else. */
  async check(
    { ports }: Pick<SimulatedRegion["memory"], "ports">,
    pack: Item | undefined,
    told: readonly string[],
  ): Promise<void> {
    if (!pack) return;
    for (const { event } of await readPack(ports, pack)) {
      const asked = (event.notify ?? []).map(({ config }) => config);
      if (asked.toSorted().join() === told.toSorted().join()) continue;
      this.stage.fail("I5 asked", `${event.id} asks for ${asked.length} destinations, of ${told.length}`);
    }
  }

  /** Both regions know of the same destinations. */
  async audit(calm: readonly Ports[], fail: Fail): Promise<void> {
    const known = await Promise.all(calm.map((ports) => defaultDestinations(ports)));
    if (new Set(known.map((one) => JSON.stringify(one))).size > 1)
      fail("I5 asked", "the regions know of other destinations for all projects");
  }
}
