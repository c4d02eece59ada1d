import { Link } from "@tanstack/react-router";
import { memo } from "react";
import type { ListedIssue } from "../../api/types.js";
import { Assignee } from "../../components/assignee.js";
import { Count } from "../../components/count.js";
import { Icon } from "../../components/icon.js";
import { LevelBadge } from "../../components/level-badge.js";
import { Sparkline } from "../../components/sparkline.js";
import { MuteBadge, StatusBadge } from "../../components/status-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { countIn } from "../../environment/count-in.js";
import { environmentsOf } from "../../format/environments.js";
import { useWords } from "../../i18n/i18n.js";
import type { Span } from "../../settings/stored-settings.js";

export const ISSUE_COLUMNS =
  "grid-cols-[1.75rem_minmax(0,1fr)] md:grid-cols-[1.75rem_minmax(0,1fr)_8.5rem_4.5rem_4rem_6.5rem]";

/** The element of an issue that takes the focus. */
export const linkIdOf = (issue: string): string => `issue-${issue}`;

interface IssueRowProps {
  readonly issue: ListedIssue;
  readonly span: Span;
  /** Whose events are counted; empty for all. */
  readonly environment: string;
  /** What its project is called, in a list of several. */
  readonly projectName: string | undefined;
  readonly isSelected: boolean;
  /** Why it could not be changed. */
  readonly failure: string | undefined;
  /** Left out for who decides nothing. */
  readonly onSelect: ((issue: string, isRange: boolean) => void) | undefined;
  readonly onFocus: (issue: string) => void;
}

export const IssueRow = memo(function IssueRow(props: IssueRowProps) {
  const { issue, span, environment, projectName, isSelected, failure, onSelect, onFocus } = props;
  const { issues: words } = useWords();
  return (
    <li
      onFocus={() => onFocus(issue.id)}
      className={`relative grid items-center gap-x-4 gap-y-2 border-l-2 px-3 py-3 [contain-intrinsic-size:auto_8.5rem] nth-[n+11]:[content-visibility:auto] md:[contain-intrinsic-size:auto_4.1rem] focus-within:border-l-accent sm:px-4 ${isSelected ? "border-l-accent bg-accent-wash" : "border-l-transparent hover:bg-hover"} ${ISSUE_COLUMNS}`}
    >
      {onSelect ? (
        <label className="relative z-1 -m-2 flex self-start p-2 pt-2.5 md:self-auto md:pt-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isSelected}
            onChange={({ nativeEvent }) =>
              onSelect(issue.id, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true)
            }
            aria-label={words.select(issue.title)}
          />
        </label>
      ) : (
        <span />
      )}
      <Name issue={issue} environment={environment} projectName={projectName} failure={failure} />
      <Figures issue={issue} span={span} environment={environment} />
    </li>
  );
});

function Name({
  issue,
  environment,
  projectName,
  failure,
}: Pick<IssueRowProps, "issue" | "environment" | "projectName" | "failure">) {
  const { id, project, culprit, level, status, regressed, assignee } = issue;
  return (
    <div className="min-w-0">
      <div className="flex items-baseline gap-2">
        <span className="translate-y-px">
          <LevelBadge level={level} />
        </span>
        <Link
          id={linkIdOf(id)}
          to="/projects/$project/issues/$issue"
          params={{ project, issue: id }}
          preload={false}
          title={issue.title}
          className="line-clamp-2 min-w-0 wrap-anywhere after:absolute after:inset-0"
        >
          <Title issue={issue} />
        </Link>
        {(regressed || status !== "unresolved") && <StatusBadge issue={issue} />}
        <MuteBadge issue={issue} />
        {assignee !== null && <Assignee name={assignee} />}
      </div>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 pl-5 text-xs text-soft md:flex-nowrap">
        {projectName !== undefined && <ProjectName name={projectName} />}
        {culprit !== "" && <span className="max-w-full min-w-0 truncate font-mono">{culprit}</span>}
        <Facts issue={issue} isEverywhere={environment === ""} />
      </div>
      {failure !== undefined && <Failure text={failure} />}
    </div>
  );
}

const ProjectName = ({ name }: { readonly name: string }) => (
  <span className="max-w-48 shrink-0 truncate rounded bg-sunken px-1.5 py-px font-medium text-ink">
    {name}
  </span>
);

const Failure = ({ text }: { readonly text: string }) => (
  <p className="mt-1 flex items-center gap-1.5 pl-5 text-xs text-bad">
    <Icon name="warn" className="size-3.5" />
    {text}
  </p>
);

/** What was thrown stands out from what it said. Of a long name of a class its last part; the whole is the row's title. */
function Title({ issue: { title, type } }: { readonly issue: ListedIssue }) {
  const isTyped = type !== "" && title.startsWith(type);
  return isTyped ? (
    <>
      <span className="font-semibold">{lastPart(type)}</span>
      {title.slice(type.length)}
    </>
  ) : (
    <span className="font-semibold">{title}</span>
  );
}

/** `NotFoundHttpException` of `Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException`. */
const lastPart = (type: string): string => /[\w$]+$/.exec(type)?.[0] ?? type;

interface FactsProps {
  readonly issue: ListedIssue;
  /** Its events in all environments are shown, so which ones they happened in tells something. */
  readonly isEverywhere: boolean;
}

function Facts({ issue, isEverywhere }: FactsProps) {
  const { issues: words } = useWords();
  const { firstSeen, lastRelease, notified } = issue;
  const environments = isEverywhere ? environmentsOf(issue) : "";
  return (
    <>
      <span className="whitespace-nowrap">
        {words.firstSeen} <TimeAgo at={firstSeen} />
      </span>
      {lastRelease && <span className="max-w-48 truncate md:shrink-0">{lastRelease}</span>}
      {environments !== "" && (
        <span className="max-w-64 min-w-0 truncate md:max-w-40 md:shrink-0">{environments}</span>
      )}
      {notified.length > 0 && <Notified notified={notified} />}
    </>
  );
}

/** Who was notified: each destination once, by its name, and the tickets it keeps by their numbers. */
function Notified({ notified }: { readonly notified: ListedIssue["notified"] }) {
  const { issues: words } = useWords();
  const places = notified.map(({ destination, reference }) =>
    reference !== undefined && /^\d+$/.test(reference) ? `${destination} #${reference}` : destination,
  );
  const names = [...new Set(places)].join(", ");
  return (
    <span
      className="flex min-w-0 max-w-56 items-center gap-1 md:min-w-16 md:shrink-[20]"
      title={words.notified(names)}
    >
      <Icon name="bell" className="size-3" />
      <span className="sr-only">{words.notified("")}</span>
      <span className="truncate">{names}</span>
    </span>
  );
}

function Figures({ issue, span, environment }: Pick<IssueRowProps, "issue" | "span" | "environment">) {
  const { issues: words, parts } = useWords();
  const { sparkline, users, lastSeen } = issue;
  const count = countIn(issue, environment);
  return (
    <div className="col-start-2 flex flex-wrap items-center gap-x-3 gap-y-1 pl-5 text-sm md:contents">
      {sparkline ? (
        <Sparkline
          label={words.spans[span]}
          counts={sparkline.counts}
          regions={sparkline.regions}
          className="h-6 min-w-0 flex-1 basis-8 md:h-7 md:w-full"
        />
      ) : (
        <span />
      )}
      <span className="whitespace-nowrap md:text-right">
        <Count value={count} className="font-medium" />
        <span className="text-xs text-soft md:sr-only"> {parts.eventWord(count)}</span>
      </span>
      <span className="whitespace-nowrap md:text-right">
        <Count value={users} className={users === 0 ? "text-soft" : ""} />
        <span className="text-xs text-soft md:sr-only"> {parts.userWord(users)}</span>
      </span>
      <TimeAgo at={lastSeen} className="ml-auto whitespace-nowrap text-soft md:ml-0 md:text-right" />
    </div>
  );
}
