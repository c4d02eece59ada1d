/**
 * How fast a failover is. Every 10 s costs a dollar more, and three times the requests. With 30 s two bad answers in a row
 * are as long a look as three of 10 s each. A good write probe is believed no longer than until the next question.
 */
export const FAILOVER = {
  standard: { requestInterval: 30, failureThreshold: 2, probeSeconds: 15 },
  fast: { requestInterval: 10, failureThreshold: 3, probeSeconds: 10 },
} as const;
