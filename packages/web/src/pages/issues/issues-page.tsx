import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { projectsQuery } from "../../api/projects.js";
import { useEnvironment } from "../../environment/use-environment.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { useTitle } from "../../shell/title.js";
import { IssueList } from "./issue-list.js";
import { DEFAULTS } from "./listing.js";

const route = getRouteApi("/shell/projects/$project");

/** A project's issues: find, read, decide. */
export function IssuesPage() {
  const { issues: words } = useWords();
  const { project } = route.useParams();
  const { span } = useSettings();
  const [env] = useEnvironment();
  const { data: projects } = useQuery(projectsQuery);
  const name = projects?.find((one) => one.name === project)?.displayName || project;
  useTitle(words.title, name);
  return (
    <>
      <h1 className="sr-only">{`${words.title}: ${name}`}</h1>
      <IssueList listing={{ ...DEFAULTS, ...route.useSearch(), project, span, env }} />
    </>
  );
}
