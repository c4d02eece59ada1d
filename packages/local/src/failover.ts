/** What the DNS record of the failover name needs to know of a region. */
export interface Candidate<R> {
  readonly region: R;
  readonly isHealthy: boolean;
}

/**
 * The region the failover name leads to, as Route 53's failover policy decides: the primary while it is
 * healthy, the secondary while only that one is, and the primary again when neither is.
 */
export function failover<R>(primary: Candidate<R>, secondary: Candidate<R>): R {
  return !primary.isHealthy && secondary.isHealthy ? secondary.region : primary.region;
}
