import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { type ListedRelease, releaseListQuery } from "../../api/releases.js";
import { Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { HowToAnnounce, NoReleases } from "./no-releases.js";
import { RELEASE_COLUMNS, ReleaseRow } from "./release-row.js";

/** So many are drawn at first, and more at a time. */
const STEP = 25;

/** A project's releases: when each began to run, and what became of issues in it. */
export function ReleasesPage() {
  const { shell } = useWords();
  const { project = "" } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(releaseListQuery(project));
  useTitle(shell.releases, project);
  return (
    <div className="space-y-5">
      <h1 className="text-xl font-semibold tracking-tight">{shell.releases}</h1>
      <div className="panel">
        {data ? (
          <List project={project} releases={data.releases} />
        ) : error ? (
          <Failed error={error} onRetry={refetch} />
        ) : (
          <Loading />
        )}
      </div>
    </div>
  );
}

interface ListProps {
  readonly project: string;
  readonly releases: readonly ListedRelease[];
}

function List({ project, releases }: ListProps) {
  const { shell, issues, releases: words } = useWords();
  const [shown, setShown] = useState(STEP);
  if (releases.length === 0) return <NoReleases project={project} />;
  return (
    <>
      <div
        aria-hidden="true"
        className={`hidden border-b border-line px-5 py-2 text-xs text-soft md:grid md:gap-x-4 ${RELEASE_COLUMNS}`}
      >
        <span>{issues.release}</span>
        <span className="text-right">{words.newIssues}</span>
        <span className="text-right">{words.regressed}</span>
        <span className="text-right">{words.resolved}</span>
        <span className="text-right">{words.events}</span>
        <span className="text-right">{words.users}</span>
      </div>
      <ul aria-label={shell.releases} className="divide-y divide-line">
        {releases.slice(0, shown).map((release) => (
          <ReleaseRow key={release.release} project={project} release={release} />
        ))}
      </ul>
      {releases.length > shown && (
        <button type="button" className="button button-quiet m-2" onClick={() => setShown(shown + STEP)}>
          {issues.more}
        </button>
      )}
      <details className="border-t border-line px-5 py-3">
        <summary className="cursor-pointer text-sm font-medium">{words.how}</summary>
        <HowToAnnounce project={project} />
      </details>
    </>
  );
}
