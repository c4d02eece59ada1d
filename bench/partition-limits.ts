import type { Clock } from "@faultline/service/ports";

/**
 * Units that one partition takes in a second, and so one item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const UNITS_A_SECOND = { write: 1000, read: 3000 };

type Kind = keyof typeof UNITS_A_SECOND;

/** What each partition has left. One that has something left takes a call of any size, and is behind afterwards. */
export function partitionLimits(clock: Pick<Clock, "now">) {
  const buckets = new Map<string, { left: number; at: number }>();

  function bucketOf(pk: string, kind: Kind) {
    const rate = UNITS_A_SECOND[kind];
    const now = clock.now();
    const { left, at } = buckets.get(`${kind} ${pk}`) ?? { left: rate, at: now };
    const bucket = { left: Math.min(rate, left + ((now - at) * rate) / 1000), at: now };
    buckets.set(`${kind} ${pk}`, bucket);
    return bucket;
  }

  return {
    takes: (pk: string, kind: Kind): boolean => bucketOf(pk, kind).left > 0,
    use(pk: string, kind: Kind, units: number): void {
      bucketOf(pk, kind).left -= units;
    },
  };
}
