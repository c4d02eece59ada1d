import { Link } from "@tanstack/react-router";
import type { Issue } from "../../api/types.js";
import { LevelBadge } from "../../components/level-badge.js";
import { Section } from "../../components/section.js";
import { StatusBadge } from "../../components/status-badge.js";
import { TimeAgo } from "../../components/time-ago.js";
import { fullCount } from "../../format/number.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";

interface ReleaseIssuesProps {
  readonly title: string;
  readonly issues: readonly Issue[];
}

/** Issues that something became of in a release, each with the way to it. */
export function ReleaseIssues({ title, issues }: ReleaseIssuesProps) {
  const { releases: words } = useWords();
  const { language } = useSettings();
  return (
    <Section title={title} note={fullCount(issues.length, language)}>
      {issues.length === 0 ? (
        <p className="px-4 py-3 text-sm text-soft">{words.noIssues}</p>
      ) : (
        <ul aria-label={title} className="divide-y divide-line">
          {issues.map((issue) => (
            <Row key={issue.id} issue={issue} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Row({ issue }: { readonly issue: Issue }) {
  const { parts } = useWords();
  const { language } = useSettings();
  const { id, project, shortId, title, level, count, lastSeen } = issue;
  return (
    <li className="relative px-4 py-2.5 text-sm hover:bg-hover">
      <div className="flex items-baseline gap-2">
        <LevelBadge level={level} />
        <Link
          to="/projects/$project/issues/$issue"
          params={{ project, issue: id }}
          preload={false}
          title={title}
          className="line-clamp-2 min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
        >
          {title}
        </Link>
        <StatusBadge issue={issue} />
      </div>
      <p className="flex flex-wrap gap-x-3 pl-5 text-xs text-soft">
        <span className="font-mono">{shortId}</span>
        <span>{parts.events(count, fullCount(count, language))}</span>
        <TimeAgo at={lastSeen} />
      </p>
    </li>
  );
}
