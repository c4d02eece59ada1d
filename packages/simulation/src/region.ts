import { VisibleError } from "@faultline/core/visible-error";
import { drainSpool } from "@faultline/service/ingest/spool";
import { drainOutbox } from "@faultline/service/notify/drain";
import { type Change, type Ports, Unavailable } from "@faultline/service/ports";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import { retryParked } from "@faultline/service/projection/parked";
import { rebuild } from "@faultline/service/projection/rebuild";
import { sendHeartbeat } from "@faultline/service/regions/leader";
import { resolveQuiet } from "@faultline/service/triage/resolve-quiet";
import { memoryTable } from "@faultline/testing/memory-table";
import type { MemoryRegion } from "@faultline/testing/memory-world";
import { Crash, type Dice, type Life } from "./faults.js";

const STALE = 30_000;
/** How long a region that was away waits after the other let go. */
export const BARRIER = 15_000;
const AGAIN_MAX = 30;
const AGAIN_MOSTLY = 8;
const FAR_BACK = 0.1;
const WORKS = 0.5;
const CROWDED = 0.7;

interface RegionParts {
  readonly memory: MemoryRegion;
  readonly ports: Ports;
  readonly life: Life;
  readonly dice: Dice;
  /** Whether a second reducer is mostly at work. */
  readonly isCrowded: boolean;
  /** Whether issues that are quiet for long are resolved. */
  readonly resolvesQuiet: boolean;
  /** Whether who tells people comes by. */
  readonly tells: () => boolean;
  /** Whether another region's process answers. */
  readonly answers: (region: string) => Promise<boolean>;
  readonly troubled: (view: Ports["view"]) => Ports["view"];
}

/** One region's processes, with the ends and repetitions that real ones meet. */
export class SimulatedRegion {
  readonly memory: MemoryRegion;
  readonly life: Life;
  ports: Ports;
  stoppedUntil = 0;
  /** Until then its log takes no calls. */
  logOutUntil = 0;
  private cursor = 0;
  private readonly dice: Dice;

  constructor(private readonly parts: RegionParts) {
    ({ memory: this.memory, life: this.life, ports: this.ports, dice: this.dice } = parts);
  }

  get name(): string {
    return this.ports.region;
  }

  /** When the oldest change was written that its view has not yet; now, when there is none. */
  behindSince(now: number): number {
    return this.records(this.cursor)[0]?.stamp.at ?? now;
  }

  isUp(now: number): boolean {
    return now >= this.stoppedUntil;
  }

  /** What all goes on at once now: the reducer, the sweep, who tells people, and what else is given. */
  async work(isCalm: boolean, others: readonly (() => Promise<void>)[]): Promise<void> {
    const mayWork = (): boolean => isCalm || this.dice.random() < WORKS;
    const tasks: (() => Promise<unknown>)[] = [...others];
    if (mayWork()) {
      tasks.push(() => this.reduce(isCalm));
      // An invocation given up for lost goes on beside the one that took its place.
      if (!isCalm && this.hasSecondReducer()) tasks.push(() => this.reduceAgain());
    }
    if (mayWork()) tasks.push(() => this.sweep());
    if (mayWork() && this.parts.tells()) {
      tasks.push(() => drainOutbox(this.ports));
      if (!isCalm && this.dice.strikes("secondTeller")) tasks.push(() => drainOutbox(this.ports));
    }
    await Promise.all(tasks.map((task) => this.survives(task)));
    this.life.isDead = false;
  }

  private hasSecondReducer(): boolean {
    const strikes = this.dice.strikes("secondReducer");
    return strikes || (this.parts.isCrowded && this.dice.random() < CROWDED);
  }

  /** What the work gives; undefined when a fault of the world ended it. A fault of ours goes on. */
  async live<T>(work: () => Promise<T>): Promise<T | undefined> {
    const ended = await this.survives(work);
    this.life.isDead = false;
    return ended?.value;
  }

  /** The stream forgot what the reducer had not read: the view is folded anew from the log. */
  async rebuildView(): Promise<boolean> {
    const view = memoryTable({ clock: this.ports.clock, region: this.name, hasFeed: false }).table;
    const anew = { ...this.ports, log: this.memory.ports.log, view };
    const ended = await this.survives(() => rebuild(anew, () => undefined));
    if (!ended) return false;
    this.ports = { ...this.ports, view: this.parts.troubled(view) };
    this.cursor = this.records(0).at(-1)?.seq ?? 0;
    return true;
  }

  /** Folds what is new; a crash before the checkpoint, or the stream's own habits, give it again. */
  private async reduce(isCalm: boolean): Promise<void> {
    const again = !isCalm && this.dice.strikes("redelivery") ? this.dice.pick(this.again()) : 0;
    const records = this.records(this.cursor - again);
    await applyChanges(this.ports, changesOf(records));
    this.life.check();
    if (!isCalm && this.dice.strikes("checkpointLost")) return;
    this.cursor = Math.max(this.cursor, records.at(-1)?.seq ?? 0);
  }

  /** A batch read some time ago: what changed since is not in it. */
  private async reduceAgain(): Promise<void> {
    const records = this.records(this.cursor - this.again());
    await applyChanges(this.ports, changesOf(records.slice(0, 1 + this.dice.pick(records.length))));
  }

  /** How many records may come once more: mostly the last few, sometimes many. */
  private again(): number {
    return this.dice.random() < FAR_BACK ? AGAIN_MAX : AGAIN_MOSTLY;
  }

  private async sweep(): Promise<void> {
    const { answers } = this.parts;
    await this.survives(() =>
      sendHeartbeat(this.ports, { staleMilliseconds: STALE, handoverMilliseconds: BARRIER, answers }),
    );
    await this.survives(() => drainSpool(this.ports));
    await this.survives(() => retryParked(this.ports));
    if (this.parts.resolvesQuiet)
      await this.survives(() => resolveQuiet(this.ports, Number.POSITIVE_INFINITY));
  }

  private records(after: number) {
    return this.memory.log.feed.read(Math.max(0, after), Number.POSITIVE_INFINITY);
  }

  private async survives<T>(work: () => Promise<T>): Promise<{ readonly value: T } | undefined> {
    try {
      const value = await work();
      return this.life.isDead ? undefined : { value };
    } catch (error) {
      if (isOfTheWorld(error)) return undefined;
      throw error;
    }
  }
}

function isOfTheWorld(error: unknown): boolean {
  if (error instanceof Crash || error instanceof Unavailable || error instanceof VisibleError) return true;
  return error instanceof Error && /cannot be folded/.test(error.message);
}

const changesOf = (records: ReturnType<MemoryRegion["log"]["feed"]["read"]>): Change[] =>
  records.map(({ old, new: item, expired }) => ({ old, new: item, expired }));
