import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type OneRelease, releaseQuery } from "../../api/releases.js";
import { Count } from "../../components/count.js";
import { Fact } from "../../components/fact.js";
import { Section } from "../../components/section.js";
import { Failed, Loading } from "../../components/states.js";
import { TimeAgo } from "../../components/time-ago.js";
import { useWords } from "../../i18n/i18n.js";
import { useTitle } from "../../shell/title.js";
import { ReleaseIssues } from "./release-issues.js";
import { CommitList, DeployList } from "./release-lists.js";

/** One release: what began, came back and is resolved in it, its commits and deploys. */
export function ReleasePage() {
  const { shell } = useWords();
  const { project = "", release = "" } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(releaseQuery(project, release));
  useTitle(release, project);
  return (
    <div className="space-y-5">
      <header>
        <Link
          to="/projects/$project/releases"
          params={{ project }}
          className="text-sm font-medium text-soft hover:text-ink"
        >
          ← {shell.releases}
        </Link>
        <h1 className="mt-1 text-xl font-semibold tracking-tight wrap-anywhere">{release}</h1>
      </header>
      {data ? (
        <Report release={data} />
      ) : (
        <div className="panel">{error ? <Failed error={error} onRetry={refetch} /> : <Loading />}</div>
      )}
    </div>
  );
}

function Report({ release }: { readonly release: OneRelease }) {
  const { releases: words } = useWords();
  return (
    <>
      <Facts release={release} />
      <ReleaseIssues title={words.newIn} issues={release.newIssues} />
      <ReleaseIssues title={words.regressedIn} issues={release.regressedIssues} />
      <ReleaseIssues title={words.resolvedIn} issues={release.resolvedIssues} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title={words.commits}>
          <CommitList commits={release.commits} />
        </Section>
        <Section title={words.deploys}>
          <DeployList deploys={release.deploys} />
        </Section>
      </div>
    </>
  );
}

function Facts({ release }: { readonly release: OneRelease }) {
  const { releases: words } = useWords();
  const { firstSeen, dateReleased, announcedBy, events, users } = release;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Fact name={words.began}>
        <TimeAgo at={firstSeen} />
      </Fact>
      {dateReleased && (
        <Fact name={words.released}>
          <TimeAgo at={dateReleased} />
        </Fact>
      )}
      {announcedBy && <Fact name={words.announcedBy}>{announcedBy}</Fact>}
      <Fact name={words.events}>
        <Figure value={events} />
      </Fact>
      <Fact name={words.users}>
        <Figure value={users} />
      </Fact>
    </dl>
  );
}

const Figure = ({ value }: { readonly value: number | undefined }) =>
  value === undefined ? <span className="text-soft">–</span> : <Count value={value} />;
