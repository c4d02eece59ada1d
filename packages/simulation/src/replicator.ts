import type { FeedRecord } from "@faultline/service/table/replica";
import type { MemoryRegion } from "@faultline/testing/memory-world";
import type { Dice } from "./faults.js";

/**
 * What one region's table sends to the other's, as global tables do it: whole items, combined for each item, in no
 * order between items, delayed, and not at all while paused.
 */
export class Replicator {
  private readonly waiting = new Map<string, FeedRecord>();
  private read = 0;
  pausedUntil = 0;

  constructor(
    private readonly from: MemoryRegion,
    private readonly to: MemoryRegion,
    private readonly dice: Dice,
  ) {}

  /** When the oldest change was written that it has not sent; now, when there is none. */
  waitingSince(now: number): number {
    const unread = this.from.log.feed.read(this.read, 1).map(({ stamp }) => stamp.at);
    return Math.min(now, ...unread, ...[...this.waiting.values()].map(({ stamp }) => stamp.at));
  }

  /** Sends what it may. Gives back how much still waits. */
  async run(isPaused: boolean, isCalm: boolean): Promise<number> {
    const records = this.from.log.feed.read(this.read, Number.POSITIVE_INFINITY);
    this.read = records.at(-1)?.seq ?? this.read;
    for (const record of records.filter(({ origin }) => origin === "local")) {
      this.waiting.set(`${record.key.pk}\n${record.key.sk}`, record);
    }
    if (isPaused) return this.waiting.size;
    for (const [place, { key, new: item, stamp }] of [...this.waiting]) {
      if (!isCalm && this.dice.strikes("replicationReorder")) continue;
      this.waiting.delete(place);
      await this.to.log.apply([{ key, item, stamp }]);
    }
    return this.waiting.size;
  }
}
