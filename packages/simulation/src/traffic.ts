import { packName } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { type Key, LAST_WRITE_WINS, type Ports } from "@faultline/service/ports";
import { packKey } from "@faultline/service/table/layout";
import { AskedDestinations } from "./asked-destinations.js";
import type { Batch, SimulatedClient } from "./client.js";
import type { NaiveCounters } from "./naive.js";
import type { SimulatedRegion } from "./region.js";
import { PROJECT, type Stage } from "./stage.js";
import { WatchedQuotas } from "./watched-quotas.js";

const PRODUCES = 0.18;
/** How often who is beyond the quota throws away what it could send later. */
const GIVES_UP = 0.2;
const STORM_TIMES = 10;
const STORM_MILLISECONDS = 60_000;
const WAVE_MILLISECONDS = 20_000;

type End = "accepted" | "refused" | "again";
type Receipt = Awaited<ReturnType<typeof ingest>>;

/** What clients send, and what becomes of it on the way. */
export class Traffic {
  readonly poisoned: string[] = [];
  readonly asked: AskedDestinations;
  readonly quotas: WatchedQuotas | undefined;
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
    this.asked = new AskedDestinations(stage);
    this.quotas = stage.dice.strikes("quotas") ? new WatchedQuotas(stage) : undefined;
  }

  async step(): Promise<void> {
    const { dice, now } = this.stage;
    if (dice.strikes("retryStorm")) this.beginStorm();
    const times = this.client.habits.timesAsOften * (now < this.stormUntil ? STORM_TIMES : 1);
    for (let time = 0; time < times; time++) if (dice.random() < PRODUCES) this.client.produce(now);
    await this.deliverDue();
    await this.asked.step();
    if (dice.strikes("repeatOld")) await this.repeatOld();
    if (dice.strikes("poison")) await this.poison();
  }

  /** Holds what is stored against what was let in, and for whom. */
  async audit(calm: readonly Ports[], logs: Parameters<WatchedQuotas["audit"]>[0][]): Promise<void> {
    for (const events of logs) this.quotas?.audit(events, this.stage.fail);
    await this.asked.audit(calm, this.stage.fail);
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
    const told = await this.asked.toldIn(region);
    if (told) this.asked.noteAsked(reports, told);
    const receipt = await region.live(() =>
      this.ingest(region, reports).catch((error: unknown) => {
        end = this.endOf(error);
        throw error;
      }),
    );
    if (!receipt) return end;
    if (told) await this.checkTold(region, reports, receipt, told);
    this.isConfigKept ||= receipt.warnings.length === 0;
    for (const outcome of receipt.outcomes)
      if ("issue" in outcome) this.noteTaken(`${PROJECT}#${outcome.issue}`, outcome.eventId, now);
    const ids = reports.map(({ eventId = "" }) => eventId);
    this.naive.take(region.name, ids, now);
    await this.checkReceipt(region, reports, receipt);
    return isCalm || !dice.strikes("answerLost") ? "accepted" : "again";
  }

  private async ingest({ name, ports }: SimulatedRegion, reports: readonly Report[]): Promise<Receipt> {
    const project = await this.asked.projectIn(ports);
    const keepsBody = this.quotas?.admit(name, reports);
    const { notifications } = this.asked;
    const sentAt = this.client.sentAt(this.stage.now);
    const parsed = { reports, rejected: [], notifications, sentAt };
    return ingest(forRequest(ports), { project, parsed, keepsBody });
  }

  private endOf(error: unknown): End {
    if (!(error instanceof VisibleError)) return "again";
    if (error.code === "quota_exceeded") return this.stage.dice.random() < GIVES_UP ? "refused" : "again";
    return error.message.startsWith("Not stored") ? "refused" : "again";
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
    const stored = await peer.memory.ports.log.get(keyOf(reports));
    if (!stored) fail("I1 dual", "the other region does not have it");
  }

  /** Of what was stored here, and just now. */
  private async checkTold(
    { memory }: SimulatedRegion,
    reports: readonly Report[],
    { outcomes, acceptedBy }: Receipt,
    told: readonly string[],
  ): Promise<void> {
    if (acceptedBy !== "local" || outcomes.some(({ kind }) => kind !== "accepted")) return;
    await this.asked.check(memory, await memory.ports.log.get(keyOf(reports)), told);
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

/** Where a request lies whose events make one pack. */
function keyOf(reports: readonly Report[]): Key {
  const names = reports.map(({ eventId = "", timestamp }) => ({ id: eventId, timestamp }));
  return packKey(packName(PROJECT, names));
}
