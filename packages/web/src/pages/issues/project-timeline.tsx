import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Timeline } from "../../api/issue-types.js";
import type { Listing } from "../../api/issues.js";
import { projectTimelineQuery, type Release, releasesQuery, type Span } from "../../api/occurrences.js";
import { useRegions } from "../../api/regions.js";
import { useNow } from "../../components/now.js";
import { RegionName } from "../../components/region-name.js";
import { Section } from "../../components/section.js";
import { Sparkline } from "../../components/sparkline.js";
import { Failed } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { changeSettings, useSettings } from "../../settings/settings.js";
import { UNIT_MILLISECONDS } from "../issue/ranges.js";
import { type Mark, releaseMarks } from "../issue/release-marks.js";
import { trendOf } from "../issue/trend-of.js";

interface ProjectTimelineProps {
  readonly project: string;
  readonly listSpan: Listing["span"];
  /** Whose events are counted; empty for all. */
  readonly environment: string;
}

/** When a project's events happened, and what was deployed meanwhile: small, above its list, and put away by who wants none. */
export function ProjectTimeline(props: ProjectTimelineProps) {
  const { issue: words, issues } = useWords();
  const { showsTimeline } = useSettings();
  const label = showsTimeline ? words.closeTimeline : words.openTimeline;
  const toggle = (): void => changeSettings({ showsTimeline: !showsTimeline });
  useCommands([{ id: "timeline", label, group: "list", keys: ["t"], run: toggle }]);
  return (
    <Section
      title={issues.projectTrend}
      note={
        <span className="hidden sm:inline">
          {[issues.spans[props.listSpan], props.environment].filter(Boolean).join(" · ")}
        </span>
      }
      className="mb-3"
      actions={
        <button
          type="button"
          className="button button-quiet"
          aria-expanded={showsTimeline}
          aria-keyshortcuts="t"
          onClick={toggle}
        >
          {label}
        </button>
      }
    >
      {showsTimeline && <Chart {...props} />}
    </Section>
  );
}

const BARS = {
  "24h": { unit: "hour", count: 24 },
  "14d": { unit: "day", count: 14 },
} as const satisfies Record<Listing["span"], object>;

/** Up to now, its ends on whole units so that it holds still until the next one begins. */
function spanOf(listSpan: Listing["span"], now: number): Span {
  const { unit, count } = BARS[listSpan];
  const step = UNIT_MILLISECONDS[unit];
  const end = Math.floor(now / step + 1) * step;
  return { from: end - count * step, to: end - 1, unit };
}

const NO_RELEASES: readonly Release[] = [];

function Chart({ project, listSpan, environment }: ProjectTimelineProps) {
  const { issues: words } = useWords();
  const span = spanOf(listSpan, useNow());
  const { from, to } = span;
  const { data, error, refetch } = useQuery({
    ...projectTimelineQuery(project, span, environment),
    refetchInterval: 10_000,
  });
  const { data: releases = NO_RELEASES } = useQuery(releasesQuery(project));
  const marks = useMemo(
    () => releaseMarks(releases, { from, to, own: [], environment }),
    [releases, from, to, environment],
  );
  if (error && !data) return <Failed error={error} onRetry={refetch} />;
  const isEmpty = data?.points.every(({ count }) => count === 0) ?? false;
  return (
    <div className="space-y-1.5 px-4 pt-2.5 pb-2">
      {isEmpty ? (
        <p className="h-10 text-sm text-soft">{words.noEvents[listSpan]}</p>
      ) : (
        <Bars {...{ listSpan, span, timeline: data, marks }} />
      )}
      {/* One line, whatever is told in it: what came later would push the list below away. */}
      <div className="flex min-h-4 gap-x-4 overflow-x-auto text-xs whitespace-nowrap text-soft">
        {data && !isEmpty && <Totals timeline={data} />}
        <Deploys project={project} marks={marks} />
      </div>
    </div>
  );
}

interface BarsProps {
  readonly listSpan: Listing["span"];
  readonly span: Span;
  readonly timeline: Timeline | undefined;
  readonly marks: readonly Mark[];
}

/** The bars, and a line over them for each deploy. */
function Bars({ listSpan, span: { from, to }, timeline, marks }: BarsProps) {
  const { issues: words } = useWords();
  if (!timeline) return <div data-loading className="h-10" />;
  const trend = trendOf(timeline.points);
  return (
    <div className="relative">
      <Sparkline {...trend} label={words.spans[listSpan]} className="h-10 w-full" />
      {marks.map(({ at, label }) => (
        <span
          key={`${at} ${label}`}
          aria-hidden="true"
          title={label}
          className="absolute -inset-y-1 border-l border-dashed border-soft"
          style={{ left: `${(100 * (at * 1000 - from)) / (to - from)}%` }}
        />
      ))}
    </div>
  );
}

/** How many events each region took. */
function Totals({ timeline }: { readonly timeline: Timeline }) {
  const { language } = useSettings();
  const { totals } = trendOf(timeline.points);
  return useRegions().map((region) => (
    <span key={region} className="tabular-nums">
      <RegionName region={region} />{" "}
      <b className="font-semibold text-ink">{fullCount(totals[region] ?? 0, language)}</b>
    </span>
  ));
}

/** So many of the latest are named; the releases' page has all. */
const NAMED_MAX = 3;

function Deploys({ project, marks }: { readonly project: string; readonly marks: readonly Mark[] }) {
  const { shell } = useWords();
  if (marks.length === 0) return null;
  return (
    <p className="flex gap-x-4">
      {marks
        .slice(-NAMED_MAX)
        .toReversed()
        .map(({ at, label, release }) => (
          <span key={`${at} ${label}`} className="inline-flex items-baseline gap-1.5">
            <span aria-hidden="true" className="h-3 self-center border-l border-dashed border-soft" />
            <Link
              to="/projects/$project/releases/$release"
              params={{ project, release }}
              preload={false}
              className="font-medium text-ink underline"
            >
              {label}
            </Link>
            <TimeAgo at={new Date(at * 1000).toISOString()} />
          </span>
        ))}
      {marks.length > NAMED_MAX && (
        <Link to="/projects/$project/releases" params={{ project }} preload={false} className="underline">
          {`${shell.releases} (+${marks.length - NAMED_MAX})`}
        </Link>
      )}
    </p>
  );
}
