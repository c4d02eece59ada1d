/** What the DNS record of the failover name needs to know of a region. */
interface Candidate<R> {
  readonly region: R;
  readonly isHealthy: boolean;
  /** Nobody is there: not slow, not failing, but gone. */
  readonly isGone: boolean;
}

/**
 * The region the failover name leads to, as Route 53's failover policy decides: the primary while it is
 * healthy, the secondary while only that one is, and the primary again when neither is. One thing differs: a primary
 * that is gone is no choice next to a secondary that is too slow for its checks. Here both share a machine, so
 * what one's end costs makes the other late; on AWS they do not.
 */
export function failover<R>(primary: Candidate<R>, secondary: Candidate<R>): R {
  if (primary.isHealthy) return primary.region;
  if (secondary.isHealthy) return secondary.region;
  return primary.isGone && !secondary.isGone ? secondary.region : primary.region;
}
