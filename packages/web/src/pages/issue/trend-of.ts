import type { Timeline } from "../../api/issue-types.js";

/** As many bars as a narrow panel shows apart. */
const BARS_MAX = 48;

interface Trend {
  readonly counts: readonly number[];
  /** The same by region. */
  readonly regions: Readonly<Record<string, readonly number[]>>;
  /** Of all bars together, by region. */
  readonly totals: Readonly<Record<string, number>>;
}

/** A timeline in few bars: points next to each other are added up. */
export function trendOf(points: Timeline["points"]): Trend {
  const size = Math.max(1, Math.ceil(points.length / BARS_MAX));
  const bars = Array.from({ length: Math.ceil(points.length / size) }, (_, bar) =>
    points.slice(bar * size, (bar + 1) * size),
  );
  const names = [...new Set(points.flatMap((point) => Object.keys(point.regions)))];
  const regions = Object.fromEntries(
    names.map((name) => [name, bars.map((bar) => sum(bar.map((point) => point.regions[name] ?? 0)))]),
  );
  const totals = Object.fromEntries(names.map((name) => [name, sum(regions[name] ?? [])]));
  return { counts: bars.map((bar) => sum(bar.map(({ count }) => count))), regions, totals };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
