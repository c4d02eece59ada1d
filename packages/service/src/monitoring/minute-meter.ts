import type { Metric } from "../metrics.js";
import type { Clock, Meter, Ports } from "../ports.js";
import type { Tally } from "./shown-metrics.js";

const MINUTE = 60_000;
const MINUTES_KEPT = 24 * 60;

/** One minute of a metric. */
interface Sample extends Tally {
  readonly at: number;
}

interface ReadableMeter extends Meter {
  /** The metric's minutes that had values, oldest first, at most a day of them. */
  series(metric: Metric): readonly Sample[];
  /** What was counted or measured last; 0 before anything was. */
  latest(metric: Metric): number;
  /** Sums since the process began. */
  totals(): Readonly<Record<string, number>>;
}

/** The ports of a region on this machine: its figures can be read back. */
export interface LocalPorts extends Ports {
  readonly meter: ReadableMeter;
}

/** Counts and measures kept in this process, by minute. */
export function localMeter(clock: Pick<Clock, "now">): ReadableMeter {
  const minutes = new Map<Metric, Sample[]>();
  const totals = new Map<Metric, number>();
  const latest = new Map<Metric, number>();

  function add(metric: Metric, value: number): void {
    totals.set(metric, (totals.get(metric) ?? 0) + value);
    latest.set(metric, value);
    const at = Math.floor(clock.now() / MINUTE) * MINUTE;
    const samples = minutes.get(metric) ?? [];
    const last = samples.at(-1);
    if (last?.at === at) {
      const { sum, count, max } = last;
      samples[samples.length - 1] = { at, sum: sum + value, count: count + 1, max: Math.max(max, value) };
    } else {
      samples.push({ at, sum: value, count: 1, max: value });
      minutes.set(metric, samples.slice(-MINUTES_KEPT));
    }
  }

  return {
    count: (metric, by) => add(metric, by),
    measure: (metric, value) => add(metric, value),
    series: (metric) => minutes.get(metric) ?? [],
    latest: (metric) => latest.get(metric) ?? 0,
    totals: () => Object.fromEntries(totals),
  };
}
