import { useRegions } from "../api/regions.js";
import { regionBackground } from "./region-colour.js";

/** A region beside the colour it has in charts. */
export function RegionName({ region }: { readonly region: string }) {
  const order = useRegions();
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={`size-2 rounded-xs ${regionBackground(region, order)}`} aria-hidden="true" />
      {region}
    </span>
  );
}
