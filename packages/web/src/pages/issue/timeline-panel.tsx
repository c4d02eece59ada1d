import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Outage, Timeline } from "../../api/issue-types.js";
import {
  type OccurrenceRef,
  outagesQuery,
  type Release,
  releasesQuery,
  type Span,
  timelineQuery,
} from "../../api/occurrences.js";
import { useRegions } from "../../api/regions.js";
import type { Issue } from "../../api/types.js";
import { useNow } from "../../components/now.js";
import { Section } from "../../components/section.js";
import { Failed } from "../../components/states.js";
import { useEnvironment } from "../../environment/use-environment.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { chartData } from "./chart-data.js";
import { RANGES, type Range, rangeFor, shownSpan, spanOf, writtenSpan, zoomedSpan } from "./ranges.js";
import { releaseMarks } from "./release-marks.js";
import { TimelineLegend } from "./timeline-legend.js";
import { TimelineTable } from "./timeline-table.js";

const TimelineChart = lazy(() =>
  import("./timeline-chart.js").then(({ TimelineChart }) => ({ default: TimelineChart })),
);

const NO_RELEASES: readonly Release[] = [];
const NO_OUTAGES: readonly Outage[] = [];

/** When the issue happened, by region, with releases and with the times of which nothing is known. */
export function TimelinePanel(props: TimelinePanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  // On a phone it opens far above the button that opens it.
  useEffect(() => panel.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={panel}>
      <Panel {...props} />
    </div>
  );
}

function Panel({ place, issue, shown, onShow }: TimelinePanelProps) {
  const { issue: words } = useWords();
  const [whole] = useState<Range>(() => rangeFor(Date.parse(issue.firstSeen), Date.now()));
  const meant = shownSpan(shown) ?? whole;
  const [range, zoom] = typeof meant === "string" ? [meant, undefined] : [whole, meant];
  const zoomTo = useCallback((span: Span) => onShow(writtenSpan(span)), [onShow]);
  const [isLogarithmic, setLogarithmic] = useState(false);
  const now = useNow();
  const [environment] = useEnvironment();
  const span = zoom ?? spanOf(range, now);
  const {
    data: timeline,
    error,
    refetch,
  } = useQuery({ ...timelineQuery(place, span, environment), refetchInterval: 10_000 });
  return (
    <Section
      title={words.timeline}
      note={[words.units[span.unit], environment].filter(Boolean).join(" · ")}
      actions={
        <>
          <Ranges chosen={zoom ? undefined : range} onChoose={onShow} />
          {zoom && (
            <button type="button" className="button" onClick={() => onShow(whole)}>
              {words.zoomOut}
            </button>
          )}
          <Logarithmic isOn={isLogarithmic} onChange={setLogarithmic} />
        </>
      }
    >
      {error && !timeline ? (
        <Failed error={error} onRetry={refetch} />
      ) : (
        <Chart {...{ place, issue, span, timeline, isLogarithmic }} onZoom={zoomTo} />
      )}
    </Section>
  );
}

interface TimelinePanelProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  /** What the address says is shown. */
  readonly shown: string;
  readonly onShow: (shown: string) => void;
}

interface LogarithmicProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Logarithmic({ isOn, onChange }: LogarithmicProps) {
  const { issue: words } = useWords();
  return (
    <label className="flex items-center gap-1.5 text-xs text-soft">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
      {words.logarithmic}
    </label>
  );
}

interface ChartProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly span: Span;
  readonly timeline: Timeline | undefined;
  readonly isLogarithmic: boolean;
  readonly onZoom: (span: Span) => void;
}

const WAITING = <div data-loading className="h-[222px]" />;

function Chart({ place, issue, span, timeline, isLogarithmic, onZoom }: ChartProps) {
  const { issue: words, parts } = useWords();
  const { language } = useSettings();
  const regions = useRegions();
  const [pointed, setPointed] = useState<number>();
  const { from, to } = span;
  const data = useMemo(() => timeline && chartData(timeline, regions), [timeline, regions]);
  const { outages, bands, marks } = useMarked(place.project, issue, span);
  const zoomIn = useCallback(
    (start: number, end: number) => {
      const chosen = zoomedSpan(start, end);
      if (chosen) onZoom(chosen);
    },
    [onZoom],
  );
  const total = timeline?.points.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const label = `${words.timeline}: ${parts.events(total, fullCount(total, language))}`;
  const chart = { data, marks, bands, regions, isLogarithmic, from, to };
  return (
    <div className="px-3 pt-2 pb-3">
      <Suspense fallback={WAITING}>
        {data ? (
          <TimelineChart {...chart} data={data} label={label} onZoom={zoomIn} onPoint={setPointed} />
        ) : (
          WAITING
        )}
      </Suspense>
      <TimelineLegend timeline={timeline} pointed={pointed} regions={regions} outages={outages} />
      <TimelineTable timeline={timeline} regions={regions} marks={marks} />
    </div>
  );
}

/** What is marked in a span: deploys, releases that began, and times of which nothing is known. */
function useMarked(project: string, issue: Issue, span: Span) {
  const { issue: words } = useWords();
  const { data: releases = NO_RELEASES } = useQuery(releasesQuery(project));
  const { data: outages = NO_OUTAGES } = useQuery(outagesQuery(span));
  const { from, to } = span;
  const { firstRelease, lastRelease } = issue;
  const [environment] = useEnvironment();
  const marks = useMemo(
    () => releaseMarks(releases, { from, to, own: [firstRelease, lastRelease], environment }),
    [releases, from, to, firstRelease, lastRelease, environment],
  );
  const bands = useMemo(
    () => outages.map((outage) => bandOf(outage, to, words.noData(outage.region))),
    [outages, to, words],
  );
  return { outages, bands, marks };
}

const bandOf = (outage: Outage, end: number, label: string) => ({
  from: Date.parse(outage.from) / 1000,
  to: (outage.to === null ? end : Date.parse(outage.to)) / 1000,
  label,
});

interface RangesProps {
  readonly chosen: Range | undefined;
  readonly onChoose: (range: Range) => void;
}

function Ranges({ chosen, onChoose }: RangesProps) {
  const { issue: words } = useWords();
  return (
    <fieldset className="flex items-center gap-0.5 rounded-lg bg-sunken p-0.5">
      <legend className="sr-only">{words.range}</legend>
      {RANGES.map((range) => (
        <button
          key={range}
          type="button"
          aria-pressed={range === chosen}
          onClick={() => onChoose(range)}
          className="min-h-7 rounded-md px-2 text-xs font-medium text-soft hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-xs"
        >
          {words.ranges[range]}
        </button>
      ))}
    </fieldset>
  );
}
