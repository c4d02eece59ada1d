/** The fill of a region, by its place among the regions. */
export function regionFill(region: string | undefined, regions: readonly string[]): string {
  if (region === undefined) return "fill-region-a";
  return regions.indexOf(region) % 2 === 1 ? "fill-region-b" : "fill-region-a";
}

/** The same as a background. */
export const regionBackground = (region: string, regions: readonly string[]): string =>
  regions.indexOf(region) % 2 === 1 ? "bg-region-b" : "bg-region-a";
