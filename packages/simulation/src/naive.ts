export interface NaiveErrors {
  readonly shared: number;
  readonly perRegion: number;
  readonly marked: number;
}

/**
 * Counters as one would write them first, in the same worlds: one that both regions add to and replication overwrites;
 * one a region that counts every request it takes; and one a region that counts an event unless its replicated marker
 * is there. Their error shows that the worlds are hard.
 */
export class NaiveCounters {
  private readonly shared = new Map<string, { value: number; at: number }>();
  private readonly own = new Map<string, number>();
  private readonly markers = new Map<string, Set<string>>();
  private readonly unsent = new Map<string, string[]>();
  private marked = 0;

  take(region: string, ids: readonly string[], at: number): void {
    this.own.set(region, (this.own.get(region) ?? 0) + ids.length);
    const known = this.shared.get(region) ?? { value: 0, at: 0 };
    this.shared.set(region, { value: known.value + ids.length, at });
    const markers = this.markersOf(region);
    const fresh = ids.filter((id) => !markers.has(id));
    for (const id of fresh) markers.add(id);
    this.unsent.set(region, [...(this.unsent.get(region) ?? []), ...fresh]);
    this.marked += fresh.length;
  }

  /** Last writer wins over the whole row, as a global table resolves two ADDs. */
  replicate(from: string, to: string): void {
    const sent = this.shared.get(from);
    const known = this.shared.get(to);
    if (sent && (!known || sent.at > known.at)) this.shared.set(to, { ...sent });
    for (const id of this.unsent.get(from) ?? []) this.markersOf(to).add(id);
    this.unsent.set(from, []);
  }

  /** How far each ends from the truth, as a share of it. */
  errors(truth: number): NaiveErrors {
    if (truth === 0) return { shared: 0, perRegion: 0, marked: 0 };
    const off = (value: number): number => Math.abs(value - truth) / truth;
    const shared = Math.max(0, ...[...this.shared.values()].map(({ value }) => value));
    const perRegion = [...this.own.values()].reduce((sum, value) => sum + value, 0);
    return { shared: off(shared), perRegion: off(perRegion), marked: off(this.marked) };
  }

  private markersOf(region: string): Set<string> {
    const known = this.markers.get(region) ?? new Set<string>();
    this.markers.set(region, known);
    return known;
  }
}
