import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { liveIssueQuery, type OccurrenceRef, occurrenceQuery } from "../../api/occurrences.js";
import { ApiError } from "../../api/request.js";
import type { Issue } from "../../api/types.js";
import { Later } from "../../components/later.js";
import { Empty, Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { useTitle } from "../../shell/title.js";
import { ActivityPanel } from "./activity-panel.js";
import { DeliveriesPanel } from "./deliveries-panel.js";
import { IssueHeader } from "./issue-header.js";
import type { IssueSearch } from "./issue-search.js";
import { OccurrenceBar } from "./occurrence-bar.js";
import { OccurrenceTable } from "./occurrence-table.js";
import { OccurrenceView } from "./occurrence-view.js";
import { rangeFor } from "./ranges.js";
import { SameRequest } from "./same-request.js";
import { TagBars } from "./tag-bars.js";
import { TrendPanel } from "./trend-panel.js";

const TimelinePanel = lazy(() =>
  import("./timeline-panel.js").then(({ TimelinePanel }) => ({ default: TimelinePanel })),
);
const AlarmMetrics = lazy(() =>
  import("./alarm-metrics.js").then(({ AlarmMetrics }) => ({ default: AlarmMetrics })),
);
const GroupingPanel = lazy(() =>
  import("./grouping-panel.js").then(({ GroupingPanel }) => ({ default: GroupingPanel })),
);
const MergedPanel = lazy(() =>
  import("./merged-panel.js").then(({ MergedPanel }) => ({ default: MergedPanel })),
);

/** An issue as a whole, and one of its occurrences: the latest, or the one in the address. */
export function IssuePage() {
  const { shell } = useWords();
  const { project = "", issue: id = "", event } = useParams({ strict: false });
  const place = useMemo(() => ({ project, issue: id }), [project, id]);
  const { data: issue, error, refetch } = useQuery(liveIssueQuery(place));
  const former = useFormer(project, isNotFound(error));
  const navigate = useNavigate();
  useTitle(issue?.title ?? shell.issues);
  useCommands([
    {
      id: "back",
      label: shell.goTo(shell.issues),
      group: "go",
      keys: ["u"],
      run: () => navigate({ to: "/projects/$project", params: { project } }),
    },
  ]);
  const into = issue?.mergedInto ?? "";
  const root = useQuery({ ...liveIssueQuery({ project, issue: into }), enabled: into !== "" }).data;
  if (issue && root && root.id === into)
    return <Merged member={issue} root={root} place={{ project, issue: into }} event={event} />;
  if (issue) return <Whole place={place} issue={issue} event={event} />;
  if (former)
    return <Navigate to="/projects/$project/issues/$issue" params={{ project, issue: former }} replace />;
  return (
    <div className="panel">{error ? <NotThere error={error} onRetry={refetch} /> : <Loading rows={8} />}</div>
  );
}

/** A member is shown as what it is a part of, which is said. */
function Merged({ member, root, place, event }: MergedProps) {
  const { issue: words } = useWords();
  return (
    <div className="space-y-4">
      <p
        role="status"
        className="rounded-xl border border-line bg-accent-wash px-4 py-2 text-sm wrap-anywhere"
      >
        {words.isMember(member.title, member.count)}
      </p>
      <Whole place={place} issue={root} event={event} />
    </div>
  );
}

/** The issue that the address names besides, where that one is there and the first is not. */
function useFormer(project: string, isMissing: boolean): string | undefined {
  const { former: issue = "" } = useSearch({ strict: false });
  const { data } = useQuery({ ...liveIssueQuery({ project, issue }), enabled: isMissing && issue !== "" });
  return data?.id;
}

const isNotFound = (error: Error | null): boolean => error instanceof ApiError && error.status === 404;

interface MergedProps {
  readonly member: Issue;
  readonly root: Issue;
  readonly place: OccurrenceRef;
  readonly event: string | undefined;
}

interface WholeProps {
  readonly place: OccurrenceRef;
  readonly issue: Issue;
  readonly event: string | undefined;
}

/** Where it broke comes first, as far up as there is room; when it happened stands beside it, and above it on demand. */
function Whole({ place, issue, event }: WholeProps) {
  const { timeline, showTimeline } = useTimeline();
  const whole = rangeFor(Date.parse(issue.firstSeen), Date.now());
  return (
    <article className="space-y-4">
      <IssueHeader place={place} issue={issue} />
      {timeline !== undefined && (
        <Suspense fallback={<div className="panel h-[21.75rem] sm:h-80" data-loading />}>
          <TimelinePanel place={place} issue={issue} shown={timeline} onShow={showTimeline} />
        </Suspense>
      )}
      {issue.tags.alarm !== undefined && (
        <Suspense fallback={null}>
          <AlarmMetrics issue={issue} />
        </Suspense>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <One place={place} issue={issue} event={event} />
        <aside className="min-w-0 space-y-4">
          <TrendPanel
            place={place}
            issue={issue}
            isOpen={timeline !== undefined}
            onToggle={() => showTimeline(timeline === undefined ? whole : undefined)}
          />
          <Beside place={place} issue={issue} event={event} />
        </aside>
      </div>
    </article>
  );
}

/** What else is known of it. */
const Beside = ({ place, issue, event }: WholeProps) => (
  <>
    <Later>
      <ActivityPanel place={place} />
    </Later>
    <Later>
      <DeliveriesPanel place={place} />
    </Later>
    <Later>
      <TagBars place={place} />
    </Later>
    <Later>
      <Suspense fallback={null}>
        <GroupingPanel place={place} issue={issue} event={event} />
      </Suspense>
    </Later>
    <Later>
      <Suspense fallback={null}>
        <MergedPanel place={place} issue={issue} />
      </Suspense>
    </Later>
  </>
);

/** What of the timeline is shown, as the address says; nothing while it is closed. */
function useTimeline() {
  const { timeline } = useSearch({ strict: false });
  const navigate = useNavigate();
  const showTimeline = useCallback(
    (shown: string | undefined) => {
      const search = (before: IssueSearch) => ({ ...before, timeline: shown });
      return navigate({ to: ".", search, resetScroll: false });
    },
    [navigate],
  );
  return { timeline, showTimeline };
}

function One({ place, issue, event }: WholeProps) {
  const {
    data: occurrence,
    error,
    refetch,
  } = useQuery({
    ...occurrenceQuery(place, event),
    placeholderData: (before) => before,
  });
  return (
    <div className="min-w-0 space-y-4">
      {occurrence ? (
        <>
          <OccurrenceBar place={place} issue={issue} occurrence={occurrence} />
          <SameRequest place={place} occurrence={occurrence} />
          <Later meanwhile={<div data-loading className="min-h-screen" />}>
            <OccurrenceView occurrence={occurrence} />
          </Later>
        </>
      ) : (
        <div className="panel">
          {error ? <NotThere error={error} onRetry={refetch} isOccurrence /> : <Loading />}
        </div>
      )}
      <Later>
        <OccurrenceTable place={place} issue={issue} current={occurrence?.id} />
      </Later>
    </div>
  );
}

interface NotThereProps {
  readonly error: Error;
  readonly onRetry: () => void;
  readonly isOccurrence?: boolean;
}

function NotThere({ error, onRetry, isOccurrence = false }: NotThereProps) {
  const { issue: words } = useWords();
  if (!isNotFound(error)) return <Failed error={error} onRetry={onRetry} />;
  return isOccurrence ? (
    <Empty isPage icon="search" title={words.noOccurrence} hint={words.noOccurrenceHint} />
  ) : (
    <Empty isPage icon="search" title={words.noIssue} hint={words.noIssueHint} />
  );
}
