import { getRouteApi } from "@tanstack/react-router";
import { useEnvironment } from "../../environment/use-environment.js";
import { useWords } from "../../i18n/i18n.js";
import { useSettings } from "../../settings/settings.js";
import { useTitle } from "../../shell/title.js";
import { IssueList } from "./issue-list.js";
import { DEFAULTS } from "./listing.js";

const route = getRouteApi("/shell/issues");

/** The issues of all projects in one list. */
export function InboxPage() {
  const { shell } = useWords();
  const { span } = useSettings();
  const [env] = useEnvironment();
  useTitle(shell.allIssues);
  return (
    <>
      <h1 className="mb-3 text-xl font-semibold tracking-tight">{shell.allIssues}</h1>
      <IssueList listing={{ ...DEFAULTS, ...route.useSearch(), span, env }} />
    </>
  );
}
