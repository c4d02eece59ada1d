import type { Metric } from "../../api/types.js";

/** Every minute any of the metrics tells of, in seconds since 1970. */
export function timesOf(metrics: readonly Metric[]): readonly number[] {
  const minutes = metrics.flatMap(({ points }) => points.map(({ at }) => minuteOf(at)));
  return [...new Set(minutes)].sort((a, b) => a - b);
}

/** For each region its value at each time; null where it said nothing: a gap, not a zero. */
export function alignSeries(
  metrics: readonly Metric[],
  regions: readonly string[],
  times: readonly number[],
): readonly (readonly (number | null)[])[] {
  return regions.map((region) => {
    const points = metrics.find((metric) => metric.region === region)?.points ?? [];
    const byTime = new Map(points.map(({ at, value }) => [minuteOf(at), value]));
    return times.map((time) => byTime.get(time) ?? null);
  });
}

const minuteOf = (at: string): number => Math.floor(Date.parse(at) / 60_000) * 60;
