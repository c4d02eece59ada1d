import type { Point } from "../../api/types.js";

/** The points' counts by region, each as long as the points. */
export function regionCounts(points: readonly Point[]): Readonly<Record<string, readonly number[]>> {
  const names = new Set(points.flatMap(({ regions }) => Object.keys(regions)));
  return Object.fromEntries(
    [...names].map((name) => [name, points.map(({ regions }) => regions[name] ?? 0)]),
  );
}
