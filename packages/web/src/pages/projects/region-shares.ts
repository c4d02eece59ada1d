import type { Point } from "../../api/types.js";

interface RegionShare {
  readonly region: string;
  readonly count: number;
  /** Of a hundred, rounded; all together are a hundred. */
  readonly percent: number;
}

/** How the points' events are spread over the regions, in the regions' order. Nothing when there are none. */
export function regionShares(points: readonly Point[], order: readonly string[]): readonly RegionShare[] {
  const counts = new Map<string, number>();
  for (const { regions } of points) {
    for (const [region, count] of Object.entries(regions))
      counts.set(region, (counts.get(region) ?? 0) + count);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const names = [...new Set([...order, ...[...counts.keys()].sort()])].filter((name) => counts.get(name));
  let left = 100;
  return names.map((region, place) => {
    const count = counts.get(region) ?? 0;
    const percent = place === names.length - 1 ? left : Math.min(left, Math.round((count / total) * 100));
    left -= percent;
    return { region, count, percent };
  });
}
