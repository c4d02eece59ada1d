/** What AWS asks in us-east-1, in dollars, as of November 2026. Free tiers are left out. */
export const PRICES = {
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  apiRequest: 1 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  /** arm64. */
  lambdaGbSecond: 0.0000133334,
  s3Put: 5 / 1e6,
  transferGb: 0.02,
  dynamoGbMonth: 0.25,
  s3GbMonth: 0.023,
  kmsKeyMonth: 1,
  metricMonth: 0.3,
  metricRead: 0.01 / 1000,
  metricPut: 0.01 / 1000,
  alarmMetricMonth: 0.1,
  compositeAlarmMonth: 0.5,
  dashboardMonth: 3,
  logGb: 0.5,
  zoneMonth: 0.5,
  /** On AWS' own endpoints, with HTTPS and every ten seconds. */
  healthCheckMonth: 0.5 + 2,
} as const;

/** A call of a function; of half a GB unless told. */
export const lambdaCall = (milliseconds: number, gb = 0.5): number =>
  PRICES.lambdaRequest + (milliseconds / 1000) * gb * PRICES.lambdaGbSecond;

const ORIGINAL_KB = 2.6;

/**
 * What a million events cost in the shape of the original, had it two regions: each event an object of its own and two
 * counters, all of it replicated, kept for a month. Computed, not run.
 */
export function originalDollars(batch: number): number {
  const request = (PRICES.apiRequest + lambdaCall(40 + 8 * batch)) / batch;
  const objects = 2 * PRICES.s3Put + (2 * ORIGINAL_KB * PRICES.s3GbMonth) / 1e6;
  const counters = 2 * 2 * PRICES.writeUnit;
  const transfer = ((ORIGINAL_KB + 0.5) * PRICES.transferGb) / 1e6;
  return (request + objects + counters + transfer) * 1e6;
}
