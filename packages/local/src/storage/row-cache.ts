import { textBits } from "@faultline/core/text-bits";
import type { Key } from "@faultline/service/ports";

const ROWS_MAX = 1_000;
const SLOTS = 2 ** 16;

/** Counts of writes by what their keys hash to, which the threads that write a table share. */
export const writeCounts = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * SLOTS));

/**
 * Rows of a table as they were read last: unpacking one takes ten times as long as finding it. A row is read again once
 * anything was written, by whichever thread, under a key that hashes as its own does.
 */
export class RowCache<Row> {
  private readonly known = new Map<string, { readonly row: Row; readonly count: number }>();

  constructor(private readonly counts: Int32Array) {}

  /** The row under a key. `load` has to see every write that was told of before it is called. */
  read(key: Key, load: () => Row | undefined): Row | undefined {
    const name = nameOf(key);
    const count = Atomics.load(this.counts, slotOf(name));
    const before = this.known.get(name);
    if (before?.count === count) return before.row;
    this.known.delete(name);
    const row = load();
    if (row === undefined) return undefined;
    const [oldest] = this.known.keys();
    if (this.known.size >= ROWS_MAX && oldest !== undefined) this.known.delete(oldest);
    this.known.set(name, { row, count });
    return row;
  }

  /** Something was, or may have been, written under the key. */
  wrote(key: Key): void {
    Atomics.add(this.counts, slotOf(nameOf(key)), 1);
  }

  /** The same of every key. */
  wroteAll(): void {
    for (let slot = 0; slot < SLOTS; slot++) Atomics.add(this.counts, slot, 1);
  }
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

function slotOf(name: string): number {
  const bits = textBits(name);
  return (bits ^ (bits >>> 16)) & (SLOTS - 1);
}
