import type { Metric } from "../../api/types.js";

export interface Aligned {
  /** Seconds since 1970, each once. */
  readonly times: readonly number[];
  /** For each region its value at each time; null where it said nothing: a gap, not a zero. */
  readonly values: readonly (readonly (number | null)[])[];
}

/** The series of several regions over the same times. */
export function alignSeries(metrics: readonly Metric[], regions: readonly string[]): Aligned {
  const minutes = metrics.flatMap(({ points }) => points.map(({ at }) => minuteOf(at)));
  const times = [...new Set(minutes)].sort((a, b) => a - b);
  const values = regions.map((region) => {
    const points = metrics.find((metric) => metric.region === region)?.points ?? [];
    const byTime = new Map(points.map(({ at, value }) => [minuteOf(at), value]));
    return times.map((time) => byTime.get(time) ?? null);
  });
  return { times, values };
}

const minuteOf = (at: string): number => Math.floor(Date.parse(at) / 60_000) * 60;
