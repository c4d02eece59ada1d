import { Link } from "@tanstack/react-router";
import type { Outage, Timeline } from "../../api/issue-types.js";
import { fullCount } from "../../format/number.js";
import { exactTime } from "../../format/time.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";

interface TimelineLegendProps {
  readonly timeline: Timeline | undefined;
  /** The bar under the pointer. */
  readonly pointed: number | undefined;
  readonly regions: readonly string[];
  readonly outages: readonly Outage[];
}

/** What the colours and patterns stand for, the figures under the pointer, and the times without data. */
export function TimelineLegend({ timeline, pointed, regions, outages }: TimelineLegendProps) {
  const { issue: words, shell } = useWords();
  const { language } = useSettings();
  const point = pointed === undefined ? undefined : timeline?.points[pointed];
  const totalOf = (region: string): number =>
    point
      ? (point.regions[region] ?? 0)
      : (timeline?.points.reduce((sum, { regions: own }) => sum + (own[region] ?? 0), 0) ?? 0);
  const time = (at: string): string => exactTime(Date.parse(at), language);
  return (
    <div className="space-y-1 px-1 text-xs text-soft">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {regions.map((region, place) => (
          <span key={region} className="inline-flex items-center gap-1.5">
            <Swatch kind={place === 1 ? "second" : "first"} />
            {region}{" "}
            <b className="font-semibold text-ink tabular-nums">{fullCount(totalOf(region), language)}</b>
          </span>
        ))}
        <span className="tabular-nums">{point ? time(point.at) : words.wholeSpan}</span>
        <span className="ml-auto hidden sm:inline">{words.zoomHint}</span>
      </p>
      {outages.length > 0 && (
        <p className="flex items-center gap-1.5">
          <Swatch kind="gap" />
          {words.outages(outages.length)}
          <Link to="/status" className="underline">
            {shell.status}
          </Link>
        </p>
      )}
    </div>
  );
}

const STRIPES = {
  second: { colour: "stroke-region-b", line: "M-2 10 10-2M-2 6 6-2M2 14 14 2", width: 2.5 },
  gap: { colour: "stroke-gap", line: "M-2 2 10 14M-2-2 14 14M2-2 14 10", width: 1.5 },
} as const;

function Swatch({ kind }: { readonly kind: "first" | "second" | "gap" }) {
  const stripes = kind === "first" ? undefined : STRIPES[kind];
  return (
    <svg viewBox="0 0 12 12" className="size-3 rounded-sm" aria-hidden="true">
      <rect width="12" height="12" className={stripes ? "fill-surface" : "fill-region-a"} />
      {stripes && <path d={stripes.line} className={stripes.colour} strokeWidth={stripes.width} />}
    </svg>
  );
}
