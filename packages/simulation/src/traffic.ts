import { packName } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { readOnlyConfigs } from "@faultline/service/notify/configs";
import { LAST_WRITE_WINS, type Ports } from "@faultline/service/ports";
import { ensureProject } from "@faultline/service/projects/projects";
import { packKey } from "@faultline/service/table/layout";
import type { Batch, SimulatedClient } from "./client.js";
import type { NaiveCounters } from "./naive.js";
import type { SimulatedRegion } from "./region.js";
import { PROJECT, type Stage } from "./stage.js";

const WEBHOOK = { type: "webhook", burst: 1_000_000 };
/** Whom events ask to be told, each by a rule of its own. */
export const WEBHOOKS = [
  { ...WEBHOOK, url: "https://hooks.example/in", threshold: 10, notifyInterval: 10 },
  { ...WEBHOOK, url: "https://other.example/in", threshold: 45, notifyInterval: 15 },
];

/** Under which name the code keeps the destination of an address. */
export async function configOf(ports: Ports, url: string): Promise<string> {
  const webhook = WEBHOOKS.filter((one) => one.url === url);
  const { notify } = await readOnlyConfigs(ports, { project: PROJECT }, webhook);
  return notify[0]?.config ?? "";
}

const PRODUCES = 0.18;
const STORM_TIMES = 10;
const STORM_MILLISECONDS = 60_000;
const WAVE_MILLISECONDS = 20_000;

type End = "accepted" | "refused" | "again";
type Receipt = Awaited<ReturnType<typeof ingest>>;

/** What clients send, and what becomes of it on the way. */
export class Traffic {
  readonly poisoned: string[] = [];
  readonly webhooks: typeof WEBHOOKS;
  /** Some request was answered without the warning that its config could not be kept: from then on people are told. */
  isConfigKept = false;
  /** When events of an issue were taken in, by the name the outbox has for it. */
  readonly takenAt = new Map<string, number[]>();
  private readonly taken = new Set<string>();
  private refusedUntil = 0;
  private stormUntil = 0;

  constructor(
    private readonly stage: Stage,
    readonly client: SimulatedClient,
    private readonly naive: NaiveCounters,
  ) {
    this.webhooks = WEBHOOKS.slice(0, stage.dice.strikes("twoDestinations") ? 2 : 1);
  }

  async step(): Promise<void> {
    const { dice, now } = this.stage;
    if (dice.strikes("retryStorm")) this.beginStorm();
    const times = now < this.stormUntil ? STORM_TIMES : 1;
    for (let time = 0; time < times; time++) if (dice.random() < PRODUCES) this.client.produce(now);
    await this.deliverDue();
    if (dice.strikes("repeatOld")) await this.repeatOld();
    if (dice.strikes("poison")) await this.poison();
  }

  async deliverDue(): Promise<void> {
    for (const batch of this.client.take(this.stage.now)) await this.deliver(batch);
  }

  /** A wave of 503s, and after it all that was held up, and ten times the load. */
  private beginStorm(): void {
    this.refusedUntil = this.stage.now + WAVE_MILLISECONDS;
    this.stormUntil = this.refusedUntil + STORM_MILLISECONDS;
    this.stage.note("a wave of 503, then a storm of retries");
  }

  private async deliver(batch: Batch): Promise<void> {
    const region = this.stage.regions[batch.region];
    if (!region) return;
    const end = await this.post(region, batch.reports);
    if (end === "accepted") return this.client.ack(batch.reports);
    // Had an earlier attempt no answer, it may be stored from then.
    if (end === "refused" && batch.attempts === 0) return this.client.giveUp(batch.reports);
    this.client.giveBack(batch, this.stage.now);
  }

  /** `accepted`: the client got a 2xx. `refused`: it was told that nothing is stored. */
  private async post(region: SimulatedRegion, reports: readonly Report[]): Promise<End> {
    const { dice, isCalm, now } = this.stage;
    if (!region.isUp(now)) return "again";
    if (!isCalm && (now < this.refusedUntil || dice.strikes("requestLost") || dice.strikes("refused")))
      return "again";
    let end: End = "again";
    const receipt = await region.live(async () => {
      const project = await ensureProject(region.ports, PROJECT);
      return ingest(forRequest(region.ports), {
        project,
        parsed: { reports, rejected: [], notifications: this.webhooks, sentAt: this.client.sentAt(now) },
      }).catch((error: unknown) => {
        if (error instanceof VisibleError && error.message.startsWith("Not stored")) end = "refused";
        throw error;
      });
    });
    if (!receipt) return end;
    this.isConfigKept ||= receipt.warnings.length === 0;
    for (const outcome of receipt.outcomes)
      if ("issue" in outcome) this.noteTaken(`${PROJECT}#${outcome.issue}`, outcome.eventId, now);
    const ids = reports.map(({ eventId = "" }) => eventId);
    this.naive.take(region.name, ids, now);
    await this.checkReceipt(region, reports, receipt);
    return isCalm || !dice.strikes("answerLost") ? "accepted" : "again";
  }

  /** A copy of what is there does not keep an issue longer. */
  private noteTaken(issue: string, eventId: string, now: number): void {
    if (this.taken.has(eventId)) return;
    this.taken.add(eventId);
    const times = this.takenAt.get(issue) ?? [];
    if (times.at(-1) !== now) this.takenAt.set(issue, [...times, now]);
  }

  /** `dual` says that both regions have it, and has to while both can. */
  private async checkReceipt(
    region: SimulatedRegion,
    reports: readonly Report[],
    receipt: Receipt,
  ): Promise<void> {
    const { dice, fail, now } = this.stage;
    const { acceptedBy, isDual } = receipt;
    if (acceptedBy !== "local") dice.happened(acceptedBy === "peer" ? "tookPeer" : "tookSpool");
    const peer = this.stage.regions.find((one) => one !== region);
    if (!peer || region.ports.settings.durability === "region") return;
    const couldPeer = this.stage.reaches(region.name, peer.name) && now >= peer.logOutUntil;
    if (acceptedBy === "local" && couldPeer && !isDual) fail("I1 dual", "the other region was not asked");
    if (!isDual) return;
    dice.happened("tookBoth");
    const names = reports.map(({ eventId = "", timestamp }) => ({ id: eventId, timestamp }));
    const stored = await peer.memory.ports.log.get(packKey(packName(PROJECT, names)));
    if (!stored) fail("I1 dual", "the other region does not have it");
  }

  /** A request from long ago arrives once more. */
  private async repeatOld(): Promise<void> {
    const { dice, regions, calendar, now } = this.stage;
    const old = this.client.old[dice.pick(this.client.old.length)];
    const region = regions[dice.pick(regions.length)];
    if (old && region && calendar.isFresh(old.at, now)) await this.post(region, old.reports);
  }

  /** A pack nobody can read: it must hold up no other. */
  private async poison(): Promise<void> {
    const { dice, regions, now } = this.stage;
    const region = regions[dice.pick(regions.length)];
    const name = `poison${this.poisoned.length}`.padEnd(26, "0");
    const item = { o: region?.name, p: PROJECT, rt: now, n: 1, z: new Uint8Array([1, 2, 3]), x: 9e9 };
    await region?.memory.ports.log.put({ ...packKey(name), ...item }, LAST_WRITE_WINS);
    this.poisoned.push(name);
  }
}
