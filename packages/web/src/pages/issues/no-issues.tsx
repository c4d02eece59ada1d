import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Listing } from "../../api/issues.js";
import { projectQuery } from "../../api/projects.js";
import { Empty } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { written } from "./listing.js";

/** Why a list is empty: nothing matches, nothing is there of that kind, or nothing came yet. */
export function NoIssues({ listing: { project, status, query, sort } }: { readonly listing: Listing }) {
  const { issues: words } = useWords();
  const { data } = useQuery(projectQuery(project));
  if (query !== "") {
    return (
      <Empty icon="search" title={words.noMatch} hint={words.noMatchHint(query)}>
        <Link
          to="/projects/$project"
          params={{ project }}
          search={written({ status, query: "", sort })}
          className="button"
        >
          {words.clearSearch}
        </Link>
      </Empty>
    );
  }
  if (data?.events === 0) {
    return (
      <Empty icon="pulse" title={words.setupFirst} hint={words.setupFirstHint}>
        <Link to="/projects/$project/setup" params={{ project }} className="button button-main">
          {words.setupOpen}
        </Link>
      </Empty>
    );
  }
  return <Empty title={words.none[status]} hint={words.noneHint[status]} />;
}
