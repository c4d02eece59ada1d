import type { Clock, Spool } from "@faultline/service/ports";

/** A bucket is listed at the price of a write, and hardly ever has anything in it. */
const SELDOM_MILLISECONDS = 15 * 60_000;

interface SeldomListed extends Spool {
  /** Something went wrong with a table: what came meanwhile may wait here, so it is looked at each time for a while. */
  expectMore(): void;
}

/** A spool that is asked what waits every quarter of an hour; each time, while something does or may. */
export function seldomListed(spool: Spool, { now }: Pick<Clock, "now">): SeldomListed {
  let listedAt = Number.NEGATIVE_INFINITY;
  let expectedUntil = Number.NEGATIVE_INFINITY;
  return {
    ...spool,
    async names() {
      const isDue = now() - listedAt >= SELDOM_MILLISECONDS || now() < expectedUntil;
      if (!isDue) return [];
      const names = await spool.names();
      listedAt = now();
      if (names.length > 0) expectedUntil = now() + SELDOM_MILLISECONDS;
      return names;
    },
    expectMore() {
      expectedUntil = now() + SELDOM_MILLISECONDS;
    },
  };
}
