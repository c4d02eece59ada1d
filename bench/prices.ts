/**
 * What AWS asks in us-east-1, in dollars, as of November 2026, each with the page that says so. Free tiers are left out, the
 * always-free ones too: an account has them once, whatever else runs in it.
 */
export const PRICES = {
  /** On demand, the same in each replica of a global table. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  dynamoGbMonth: 0.25,
  /** Point-in-time recovery, by the size of the table. */
  recoveryGbMonth: 0.2,
  /** HTTP APIs. https://aws.amazon.com/api-gateway/pricing/ */
  apiRequest: 1 / 1e6,
  /** arm64. https://aws.amazon.com/lambda/pricing/ */
  lambdaRequest: 0.2 / 1e6,
  lambdaGbSecond: 0.0000133334,
  /** PUT, and LIST as well. https://aws.amazon.com/s3/pricing/ */
  s3Put: 5 / 1e6,
  s3GbMonth: 0.023,
  /** Between regions. https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer */
  transferGb: 0.02,
  /** A key or a replica; as much again for each of the first two yearly rotations. https://aws.amazon.com/kms/pricing/ */
  kmsKeyMonth: 1,
  /** Custom and detailed metrics, those of S3 replication as well. https://aws.amazon.com/cloudwatch/pricing/ */
  metricMonth: 0.3,
  metricRead: 0.01 / 1000,
  alarmMetricMonth: 0.1,
  dashboardMonth: 3,
  logGb: 0.5,
  /** Rules on a schedule and events of AWS' own are free; Scheduler is not used. https://aws.amazon.com/eventbridge/pricing/ */
  scheduledRule: 0,
  /** https://aws.amazon.com/route53/pricing/ */
  zoneMonth: 0.5,
  /** Of an endpoint on AWS, and each option: HTTPS, every ten seconds. */
  healthCheckMonth: 0.5,
  healthCheckOptionMonth: 1,
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
