import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type OccurrenceRef, timelineQuery } from "../../api/occurrences.js";
import { useRegions } from "../../api/regions.js";
import type { Issue } from "../../api/types.js";
import { useNow } from "../../components/now.js";
import { RegionName } from "../../components/region-name.js";
import { Section } from "../../components/section.js";
import { Sparkline } from "../../components/sparkline.js";
import { Failed } from "../../components/states.js";
import { useEnvironment } from "../../environment/use-environment.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { useSettings } from "../../settings/settings.js";
import { type Range, rangeFor, spanOf } from "./ranges.js";
import { trendOf } from "./trend-of.js";

interface TrendPanelProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly isOpen: boolean;
  /** Shows the whole timeline, or puts it away. */
  readonly onToggle: () => void;
}

/** When the issue happened, small: the way to its timeline. */
export function TrendPanel({ place, issue, isOpen, onToggle }: TrendPanelProps) {
  const { issue: words } = useWords();
  const [environment] = useEnvironment();
  const [range] = useState(() => rangeFor(Date.parse(issue.firstSeen), Date.now()));
  const label = isOpen ? words.closeTimeline : words.openTimeline;
  useCommands([{ id: "timeline", label, group: "page", keys: ["t"], run: onToggle }]);
  return (
    <Section
      title={words.trend}
      note={[words.lastRange[range], environment].filter(Boolean).join(" · ")}
      actions={
        <button
          type="button"
          className="button button-quiet"
          aria-expanded={isOpen}
          aria-keyshortcuts="t"
          onClick={onToggle}
        >
          {label}
        </button>
      }
    >
      <Trend place={place} range={range} />
    </Section>
  );
}

function Trend({ place, range }: Pick<TrendPanelProps, "place"> & { readonly range: Range }) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  const regions = useRegions();
  const [environment] = useEnvironment();
  const span = spanOf(range, useNow());
  const { data, error, refetch } = useQuery({
    ...timelineQuery(place, span, environment),
    refetchInterval: 10_000,
  });
  if (error && !data) return <Failed error={error} onRetry={refetch} />;
  const trend = data && trendOf(data.points);
  return (
    <div className="space-y-2 px-4 py-3">
      {trend ? (
        <Sparkline {...trend} label={words.lastRange[range]} className="h-12 w-full" />
      ) : (
        <div data-loading className="h-12" />
      )}
      <p className="flex min-h-4 flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
        {trend &&
          regions.map((region) => (
            <span key={region} className="tabular-nums">
              <RegionName region={region} />{" "}
              <b className="font-semibold text-ink">{fullCount(trend.totals[region] ?? 0, language)}</b>
            </span>
          ))}
      </p>
    </div>
  );
}
