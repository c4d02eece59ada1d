import { Link } from "@tanstack/react-router";
import type { OccurrenceRef } from "../../api/occurrences.js";
import type { Issue } from "../../api/types.js";
import { CopyButton } from "../../components/copy-button.js";
import { Count } from "../../components/count.js";
import { Fact } from "../../components/fact.js";
import { LevelBadge } from "../../components/level-badge.js";
import { MuteBadge, StatusBadge } from "../../components/status-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
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
        <MuteBadge mute={issue.mute} />
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
        <Facts issue={issue} />
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

function Facts({ issue }: { readonly issue: Issue }) {
  const { issue: words } = useWords();
  const { count, users, firstSeen, lastSeen, firstRelease, release, environment } = issue;
  const releases = [...new Set([firstRelease, release ?? undefined].filter((one) => one !== undefined))];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Fact name={words.events}>
        <Count value={count} />
      </Fact>
      <Fact name={words.users}>
        <Count value={users} />
      </Fact>
      <Fact name={words.firstSeen}>
        <TimeAgo at={firstSeen} />
      </Fact>
      <Fact name={words.lastSeen}>
        <TimeAgo at={lastSeen} />
      </Fact>
      {releases.length > 0 && <Fact name={words.release}>{releases.join(" → ")}</Fact>}
      {environment && <Fact name={words.environment}>{environment}</Fact>}
    </dl>
  );
}
