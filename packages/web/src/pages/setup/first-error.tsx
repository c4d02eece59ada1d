import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { firstIssueQuery } from "../../api/setup.js";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";

/** Waits for a project's first error, and leads to it the moment it is there. */
export function FirstError({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: issue, isSuccess } = useQuery(firstIssueQuery(project));
  // Who comes here later than the first error is not congratulated again.
  const [hasWaited, setWaited] = useState(false);
  if (isSuccess && !issue && !hasWaited) setWaited(true);
  return (
    <div role="status">
      {isSuccess && !issue && (
        <div className="panel flex items-center gap-4 border-accent/40 bg-accent-wash px-4 py-4">
          <span className="relative flex size-3 shrink-0" aria-hidden="true">
            <span className="absolute inset-0 rounded-full bg-accent opacity-60 motion-safe:animate-ping" />
            <span className="size-3 rounded-full bg-accent" />
          </span>
          <div>
            <p className="font-semibold">{words.waiting}</p>
            <p className="text-sm text-soft">{words.waitingHint}</p>
          </div>
        </div>
      )}
      {issue && hasWaited && (
        <div className="panel flex flex-wrap items-center gap-x-4 gap-y-2 border-good/40 bg-good-wash px-4 py-4">
          <Icon name="check" className="size-5 text-good" />
          <div className="min-w-0 flex-1">
            <p className="font-semibold">{words.arrived}</p>
            <p className="text-sm wrap-anywhere">{issue.title}</p>
          </div>
          <Link
            to="/projects/$project/issues/$issue"
            params={{ project, issue: issue.id }}
            className="button button-main"
          >
            {words.openIssue}
          </Link>
        </div>
      )}
    </div>
  );
}
