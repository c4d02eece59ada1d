import type { Clock } from "../ports.js";
import { Unavailable } from "../ports.js";

/** How long a value may stand in while its table cannot answer, unless told otherwise. */
const STALE_MILLISECONDS = 10 * 60_000;
const ENTRIES_MAX = 10_000;

interface Held<V> {
  readonly value: V;
  readonly at: number;
}

/**
 * Looked-up values, served from memory for a while, and up to ten minutes when the table behind is
 * unavailable: a region in trouble goes on accepting from those it knows.
 */
export class Cache<V> {
  private readonly held = new Map<string, Held<V>>();

  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly seconds: number,
    private readonly staleMilliseconds = STALE_MILLISECONDS,
  ) {}

  async get(key: string, load: () => Promise<V>): Promise<V> {
    const now = this.clock.now();
    const known = this.held.get(key);
    if (known && this.isFresh(known, now)) return known.value;
    try {
      return this.keep(key, { value: await load(), at: now }).value;
    } catch (error) {
      const mayServe = error instanceof Unavailable && known && now - known.at < this.staleMilliseconds;
      if (mayServe) return known.value;
      throw error;
    }
  }

  /** What would be served from memory now; undefined when it would be looked up. */
  remembered(key: string): { readonly value: V } | undefined {
    const known = this.held.get(key);
    return known && this.isFresh(known, this.clock.now()) ? known : undefined;
  }

  /** Whether it would be served from memory now. */
  has(key: string): boolean {
    return this.remembered(key) !== undefined;
  }

  private isFresh({ at }: Held<V>, now: number): boolean {
    return now - at < this.seconds * 1000;
  }

  forget(key: string): void {
    this.held.delete(key);
  }

  private keep(key: string, held: Held<V>): Held<V> {
    this.held.delete(key);
    this.held.set(key, held);
    const oldest = this.held.keys().next();
    if (this.held.size > ENTRIES_MAX && !oldest.done) this.held.delete(oldest.value);
    return held;
  }
}
