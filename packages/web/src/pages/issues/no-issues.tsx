import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Listing } from "../../api/issues.js";
import { projectQuery, projectsQuery } from "../../api/projects.js";
import { useMay } from "../../api/session.js";
import { Empty } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { pageOf, written } from "./listing.js";

const SearchHelp = lazy(() => import("./search-help.js").then(({ SearchHelp }) => ({ default: SearchHelp })));

interface NoIssuesProps {
  readonly listing: Listing;
}

/** Why a list is empty: nothing matches, nothing is there of that kind, or nothing came yet. */
export function NoIssues({ listing }: NoIssuesProps) {
  const { issues: words, parts } = useWords();
  const { project, status, query, sort, env } = listing;
  if (query !== "") return <NoneFound listing={listing} />;
  if (env !== "") {
    return (
      <Empty icon="search" title={words.none[status]} hint={words.noneIn(env)}>
        <Link
          {...pageOf(project)}
          search={{ ...written({ status, query, sort, env }), env: "" }}
          className="button"
        >
          {parts.allEnvironments}
        </Link>
      </Empty>
    );
  }
  return project === undefined ? (
    <NoneAnywhere status={status} />
  ) : (
    <NoneOf project={project} status={status} />
  );
}

/** Of a search: it may have meant another list, or have been meant otherwise. */
function NoneFound({ listing: { project, status, query, sort, env } }: NoIssuesProps) {
  const { issues: words } = useWords();
  const [isAsking, setAsking] = useState(false);
  const isAll = status === "all";
  const place = isAll ? undefined : words.tabs[status];
  return (
    <Empty icon="search" title={words.noMatch} hint={words.noMatchHint(query, place)}>
      {!isAll && (
        <Link {...pageOf(project)} search={written({ status: "all", query, sort, env })} className="button">
          {words.searchAll}
        </Link>
      )}
      <Link {...pageOf(project)} search={written({ status, query: "", sort, env })} className="button">
        {words.clearSearch}
      </Link>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        {words.searchHelp}
      </button>
      <Suspense fallback={null}>{isAsking && <SearchHelp onClose={() => setAsking(false)} />}</Suspense>
    </Empty>
  );
}

function NoneOf({ project, status }: { readonly project: string; readonly status: Listing["status"] }) {
  const { issues: words } = useWords();
  const { data } = useQuery(projectQuery(project));
  const { triage } = useMay();
  if (data?.events !== 0) return <Empty title={words.none[status]} hint={words.noneHint[status]} />;
  return (
    <Empty icon="pulse" title={words.setupFirst} hint={words.setupFirstHint}>
      {triage && (
        <Link to="/projects/$project/setup" params={{ project }} className="button button-main">
          {words.setupOpen}
        </Link>
      )}
    </Empty>
  );
}

function NoneAnywhere({ status }: { readonly status: Listing["status"] }) {
  const { issues: words, shell } = useWords();
  const { data: projects } = useQuery(projectsQuery);
  const isNew = projects?.every(({ events, builtIn }) => events === 0 || builtIn) ?? false;
  if (!isNew) return <Empty title={words.none[status]} hint={words.noneHint[status]} />;
  return (
    <Empty icon="pulse" title={words.setupFirst} hint={words.setupAnyHint}>
      <Link to="/projects" className="button button-main">
        {shell.goTo(shell.projects)}
      </Link>
    </Empty>
  );
}
