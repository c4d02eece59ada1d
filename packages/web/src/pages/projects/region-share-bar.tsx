import { useRegions } from "../../api/regions.js";
import type { Point } from "../../api/types.js";
import { regionBackground } from "../../components/region-colour.js";
import { RegionName } from "../../components/region-name.js";
import { useWords } from "../../i18n/i18n.js";
import { regionShares } from "./region-shares.js";

/** How the last day's events are spread over the regions: a bar, and the figures beside it. */
export function RegionShareBar({ points }: { readonly points: readonly Point[] }) {
  const { projects } = useWords();
  const order = useRegions();
  const shares = regionShares(points, order);
  if (shares.length === 0) return <span className="text-xs text-soft">{projects.quiet}</span>;
  return (
    <div className="min-w-0">
      <div className="flex h-1.5 gap-px overflow-hidden rounded-full" aria-hidden="true">
        {shares.map(({ region, percent }) => (
          <span
            key={region}
            className={regionBackground(region, order)}
            style={{ width: `${Math.max(percent, 2)}%` }}
          />
        ))}
      </div>
      <ul className="mt-1 flex flex-wrap gap-x-3 text-xs text-soft">
        {shares.map(({ region, percent }) => (
          <li key={region} className="whitespace-nowrap">
            <RegionName region={region} /> <span className="tabular-nums">{percent} %</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
