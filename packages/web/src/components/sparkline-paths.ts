interface Stack {
  readonly region: string | undefined;
  /** SVG path data, in a box of `counts.length` by `HEIGHT`. */
  readonly path: string;
}

export const HEIGHT = 24;
const GAP = 0.22;

/**
 * Bars, one path a region, stacked in the order of `order`. Bars of one are still seen beside bars of thousands:
 * a bar that stands for anything has at least a tenth of the height.
 */
export function sparklinePaths(
  counts: readonly number[],
  regions: Readonly<Record<string, readonly number[]>>,
  order: readonly string[],
): readonly Stack[] {
  const peak = Math.max(1, ...counts);
  const heights = counts.map((count) => (count === 0 ? 0 : Math.max(HEIGHT / 10, (count / peak) * HEIGHT)));
  const names = [...order, ...Object.keys(regions).sort()].filter((name) => regions[name] !== undefined);
  const stacked = [...new Set(names)];
  if (stacked.length === 0) return [{ region: undefined, path: bars(heights, heights) }];
  const tops = counts.map(() => 0);
  return stacked.map((region) => {
    const own = counts.map((count, place) => {
      const share = count === 0 ? 0 : (regions[region]?.[place] ?? 0) / count;
      return share * (heights[place] ?? 0);
    });
    own.forEach((height, place) => {
      tops[place] = (tops[place] ?? 0) + height;
    });
    return { region, path: bars(tops, own) };
  });
}

function bars(tops: readonly number[], heights: readonly number[]): string {
  return tops
    .map((top, place) => {
      const height = heights[place] ?? 0;
      if (height === 0) return "";
      return `M${place + GAP / 2} ${round(HEIGHT - top)}h${1 - GAP}v${round(height)}h${GAP - 1}z`;
    })
    .join("");
}

const round = (value: number): number => Math.round(value * 100) / 100;
