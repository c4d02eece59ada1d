import { beat } from "@faultline/service/home";
import { drainOutbox } from "@faultline/service/notify/drain";
import type { Change, Ports } from "@faultline/service/ports";
import { rebuild } from "@faultline/service/reduce/rebuild";
import { retryParked, takeIn } from "@faultline/service/reduce/take-in";
import { drainSpool } from "@faultline/service/spool";
import { memoryTable } from "../memory-table.js";
import type { MemoryRegion } from "../memory-world.js";
import { Crash, type Dice } from "./faults.js";

const STALE = 30_000;
const BARRIER = 15_000;

/** One region's background work, done in steps, with the ends and repetitions a real one meets. */
export class SimulatedRegion {
  private cursor = 0;
  stoppedUntil = 0;

  constructor(
    readonly memory: MemoryRegion,
    public ports: Ports,
    private readonly dice: Dice,
    private readonly troubled: (view: Ports["view"]) => Ports["view"],
  ) {}

  get name(): string {
    return this.ports.region;
  }

  isUp(now: number): boolean {
    return now >= this.stoppedUntil;
  }

  /** Folds what is new; a crash before the checkpoint, or the stream's own habits, give it again. */
  async reduce(isCalm: boolean): Promise<void> {
    const again = !isCalm && this.dice.strikes("redelivery") ? this.dice.pick(30) : 0;
    const records = this.memory.log.feed.read(Math.max(0, this.cursor - again), Number.POSITIVE_INFINITY);
    const changes: Change[] = records.map(({ old, new: item, expired }) => ({ old, new: item, expired }));
    if (!(await this.survives(() => takeIn(this.ports, changes)))) return;
    if (!isCalm && this.dice.strikes("checkpointLost")) return;
    this.cursor = records.at(-1)?.seq ?? this.cursor;
  }

  async tell(): Promise<void> {
    await this.survives(() => drainOutbox(this.ports));
  }

  async sweep(answers: (region: string) => Promise<boolean>): Promise<void> {
    await this.survives(() =>
      beat(this.ports, { staleMilliseconds: STALE, barrierMilliseconds: BARRIER, answers }),
    );
    await this.survives(() => drainSpool(this.ports));
    await this.survives(() => retryParked(this.ports));
  }

  /** The stream forgot what the reducer had not read: the view is folded anew from the log. */
  async rebuildView(): Promise<void> {
    const view = memoryTable({ clock: this.ports.clock, region: this.name, hasFeed: false }).table;
    const anew = { ...this.ports, log: this.memory.ports.log, view };
    if (!(await this.survives(() => rebuild(anew, () => undefined)))) return;
    this.ports = { ...this.ports, view: this.troubled(view) };
    this.cursor = this.lastRecord();
  }

  private lastRecord(): number {
    return this.memory.log.feed.read(0, Number.POSITIVE_INFINITY).at(-1)?.seq ?? 0;
  }

  /** False when the work ended by a fault of the world; a fault of ours goes on. */
  private async survives(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Crash || (error instanceof Error && error.name === "Unavailable")) return false;
      if (error instanceof Error && /cannot be folded/.test(error.message)) return false;
      throw error;
    }
  }
}
