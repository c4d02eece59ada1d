/**
 * Counters as one would write them first, in the same worlds: one that both regions add to and replication
 * overwrites, and one a region that counts every request it takes. Their error shows that the worlds are hard.
 */
export class NaiveCounters {
  private readonly shared = new Map<string, { value: number; at: number }>();
  private readonly own = new Map<string, number>();

  take(region: string, events: number, at: number): void {
    this.own.set(region, (this.own.get(region) ?? 0) + events);
    const known = this.shared.get(region) ?? { value: 0, at: 0 };
    this.shared.set(region, { value: known.value + events, at });
  }

  /** Last writer wins over the whole row, as a global table resolves two ADDs. */
  replicate(from: string, to: string): void {
    const sent = this.shared.get(from);
    const known = this.shared.get(to);
    if (sent && (!known || sent.at > known.at)) this.shared.set(to, { ...sent });
  }

  /** How far each ends from the truth, as a share of it. */
  errors(truth: number): { shared: number; perRegion: number } {
    if (truth === 0) return { shared: 0, perRegion: 0 };
    const shared = Math.max(0, ...[...this.shared.values()].map(({ value }) => value));
    const perRegion = [...this.own.values()].reduce((sum, value) => sum + value, 0);
    return { shared: Math.abs(shared - truth) / truth, perRegion: Math.abs(perRegion - truth) / truth };
  }
}
