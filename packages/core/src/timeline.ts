export type Unit = "minute" | "hour" | "day";

/** How many events a bucket holds, in all and by the region that accepted them. `at`: its start, milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly count: number;
  readonly regions: Readonly<Record<string, number>>;
}

export const UNIT_MILLISECONDS: Readonly<Record<Unit, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** The start of the bucket a time lies in, by UTC. */
export const bucketStart = (at: number, unit: Unit): number =>
  Math.floor(at / UNIT_MILLISECONDS[unit]) * UNIT_MILLISECONDS[unit];

/** How many buckets a span touches, both ends included. */
export const bucketCount = (from: number, to: number, unit: Unit): number =>
  Math.max(0, (bucketStart(to, unit) - bucketStart(from, unit)) / UNIT_MILLISECONDS[unit] + 1);

/** The starts of the buckets a span touches, both ends included. */
export const bucketStarts = (from: number, to: number, unit: Unit): number[] =>
  Array.from(
    { length: bucketCount(from, to, unit) },
    (_, place) => bucketStart(from, unit) + place * UNIT_MILLISECONDS[unit],
  );

/** The points in order of time, with one of zero for every bucket from `from` to `to` that has none. */
export function zeroFill(points: readonly Point[], from: number, to: number, unit: Unit): Point[] {
  const byStart = new Map(points.map((point) => [point.at, point]));
  return bucketStarts(from, to, unit).map((at) => byStart.get(at) ?? { at, count: 0, regions: {} });
}
