import type { Timeline } from "../../api/issue-types.js";

/** Times in seconds, then one row of tops for each region, the highest stack first: bars are drawn over one another. */
export interface ChartData {
  readonly times: readonly number[];
  readonly regions: readonly { readonly region: string; readonly tops: readonly number[] }[];
}

/** A timeline as stacked bars. Regions stand in the order given, the first one at the bottom. */
export function chartData({ points }: Timeline, order: readonly string[]): ChartData {
  const seen = points.flatMap((point) => Object.keys(point.regions));
  const regions = [...new Set([...order, ...seen])];
  const sums = points.map(() => 0);
  const stacked = regions.map((region) => ({
    region,
    tops: points.map((point, place) => {
      const top = (sums[place] ?? 0) + (point.regions[region] ?? 0);
      sums[place] = top;
      return top;
    }),
  }));
  return { times: points.map(({ at }) => Date.parse(at) / 1000), regions: stacked.reverse() };
}
