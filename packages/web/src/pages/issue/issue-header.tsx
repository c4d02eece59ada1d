import { Link } from "@tanstack/react-router";
import type { OccurrenceRef } from "../../api/occurrences.js";
import type { Issue } from "../../api/types.js";
import { CopyButton } from "../../components/copy-button.js";
import { Count } from "../../components/count.js";
import { Fact } from "../../components/fact.js";
import { LevelBadge } from "../../components/level-badge.js";
import { MuteBadge, StatusBadge } from "../../components/status-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { countIn } from "../../environment/count-in.js";
import { LaterSwitch } from "../../environment/later-switch.js";
import { useEnvironment } from "../../environment/use-environment.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { DecisionButtons } from "./decision-buttons.js";

/** What the issue is, how often it happened, and what can be decided about it. */
export function IssueHeader({ place, issue }: { readonly place: OccurrenceRef; readonly issue: Issue }) {
  const { shell } = useWords();
  return (
    <header className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/projects/$project"
          params={{ project: place.project }}
          className="text-sm font-medium text-soft hover:text-ink"
        >
          ← {shell.issues}
        </Link>
        <ShortId issue={issue} />
        <LevelBadge level={issue.level} isWritten />
        <StatusBadge issue={issue} />
        <MuteBadge issue={issue} />
      </div>
      <div>
        <h1
          title={issue.title}
          className="line-clamp-2 text-xl leading-snug font-semibold tracking-tight wrap-anywhere"
        >
          {issue.title}
        </h1>
        {issue.culprit && (
          <p title={issue.culprit} className="truncate font-mono text-sm text-soft">
            {issue.culprit}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <Facts place={place} issue={issue} />
        <DecisionButtons place={place} issue={issue} />
      </div>
    </header>
  );
}

/** What people call it, to be copied into a commit or a ticket. */
const ShortId = ({ issue: { shortId } }: { readonly issue: Issue }) => (
  <CopyButton
    text={() => shortId}
    label={shortId}
    className="inline-flex items-center gap-1 font-mono text-sm text-soft hover:text-ink"
  />
);

function Facts({ place, issue }: { readonly place: OccurrenceRef; readonly issue: Issue }) {
  const { issue: words } = useWords();
  const [environment] = useEnvironment();
  const { users, firstSeen, lastSeen, firstRelease, lastRelease } = issue;
  const releases = [...new Set([firstRelease, lastRelease].filter((one) => one !== undefined))];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Fact name={words.events}>
        <Count value={countIn(issue, environment)} />
        {environment !== "" && <OfAll count={issue.count} />}
      </Fact>
      <Fact name={environment === "" ? words.users : words.usersAnywhere}>
        <Count value={users} />
      </Fact>
      <Fact name={words.firstSeen}>
        <TimeAgo at={firstSeen} />
      </Fact>
      <Fact name={words.lastSeen}>
        <TimeAgo at={lastSeen} />
      </Fact>
      {releases.length > 0 && <Fact name={words.release}>{releases.join(" → ")}</Fact>}
      <Environment place={place} issue={issue} />
    </dl>
  );
}

/** How many there are in all environments. */
function OfAll({ count }: { readonly count: number }) {
  const { issue: words } = useWords();
  const { language } = useSettings();
  return (
    <span className="ml-1 text-xs font-normal text-soft">{words.ofAll(fullCount(count, language))}</span>
  );
}

/** The environments its events happened in, to be chosen from where there are several. */
function Environment({ place, issue }: { readonly place: OccurrenceRef; readonly issue: Issue }) {
  const { issue: words } = useWords();
  const [environment] = useEnvironment();
  const [only, ...others] = issue.environments;
  if (only === undefined && environment === "") return null;
  const isOnlyOne = others.length === 0 && environment === "";
  return (
    <Fact name={words.environment}>
      {isOnlyOne ? only : <LaterSwitch project={place.project} className="font-normal" />}
    </Fact>
  );
}
