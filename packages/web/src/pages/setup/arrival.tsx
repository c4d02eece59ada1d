import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { firstIssueQuery } from "../../api/setup.js";
import type { ListedIssue } from "../../api/types.js";
import { Icon } from "../../components/icon.js";
import { useWords } from "../../i18n/i18n.js";

/** Says when an event came that had not been there when the page was opened, and leads to it. */
export function Arrival({ project }: { readonly project: string }) {
  const { setup: words } = useWords();
  const { data: latest, isSuccess } = useQuery(firstIssueQuery(project));
  const [before, setBefore] = useState<string>();
  if (isSuccess && before === undefined) setBefore(stateOf(latest));
  const isArrived = latest && before !== undefined && stateOf(latest) !== before;
  return (
    <p role="status" className="mt-3 flex flex-wrap items-center gap-2 pl-9 text-sm">
      {isArrived ? (
        <>
          <Icon name="check" className="size-4 text-good" />
          <span className="text-soft">{words.testArrived}</span>
          <Link
            to="/projects/$project/issues/$issue"
            params={{ project, issue: latest.id }}
            className="font-medium underline wrap-anywhere"
          >
            {latest.title}
          </Link>
        </>
      ) : (
        <>
          <span className="size-2 rounded-full bg-accent motion-safe:animate-pulse" aria-hidden="true" />
          <span className="text-soft">{words.awaitingTest}</span>
        </>
      )}
    </p>
  );
}

const stateOf = (issue: ListedIssue | undefined): string => (issue ? `${issue.id} ${issue.count}` : "");
