import { memo } from "react";
import { useRegions } from "../api/regions.js";
import { fullCount } from "../format/number.js";
import { useWords } from "../i18n/i18n.js";
import { useSettings } from "../settings/settings.js";
import { regionFill } from "./region-colour.js";
import { HEIGHT, sparklinePaths } from "./sparkline-paths.js";

interface SparklineProps {
  /** What it spans: "Last 24 hours". */
  readonly label: string;
  readonly counts: readonly number[];
  readonly regions?: Readonly<Record<string, readonly number[]>>;
  readonly className?: string;
}

const NONE = {};

/** Counts over time as bars, coloured by region; the figures as text for whoever cannot see them. */
export const Sparkline = memo(function Sparkline({
  label,
  counts,
  regions = NONE,
  className = "",
}: SparklineProps) {
  const { parts } = useWords();
  const { language } = useSettings();
  const order = useRegions();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const figures = parts.sparkline(
    parts.events(total, fullCount(total, language)),
    fullCount(Math.max(0, ...counts), language),
  );
  const text = `${label}: ${figures}`;
  return (
    <svg
      role="img"
      aria-label={text}
      viewBox={`0 0 ${counts.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={`block overflow-visible ${className}`}
    >
      <title>{text}</title>
      <rect y={HEIGHT - 0.5} width={counts.length} height="0.5" className="fill-line" />
      {sparklinePaths(counts, regions, order).map(({ region, path }) => (
        <path key={region ?? ""} d={path} className={regionFill(region, order)} />
      ))}
    </svg>
  );
});
