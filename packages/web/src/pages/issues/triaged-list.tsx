import { useQuery } from "@tanstack/react-query";
import type { Listing } from "../../api/issues.js";
import { projectsQuery } from "../../api/projects.js";
import { useWords } from "../../i18n/i18n.js";
import { Muting } from "../../mute/muting.js";
import { BulkBar } from "./bulk-bar.js";
import { Columns } from "./columns.js";
import { IssueRow } from "./issue-row.js";
import { RemoveIssues } from "./remove-issues.js";
import type { useIssueList } from "./use-issue-list.js";
import { useListActions } from "./use-list-actions.js";

interface TriagedListProps {
  readonly listing: Listing;
  readonly list: ReturnType<typeof useIssueList>;
}

/** Issues with all that can be decided about them, by mouse and by keys. */
export function TriagedList({ listing, list }: TriagedListProps) {
  const all = useListActions(listing, list);
  const nameOf = useProjectNames();
  const { ids, select, setActive, setSelected } = all.selection;
  const isAllSelected = ids.size === list.issues.length;
  const selectAll = (): void => setSelected(new Set(isAllSelected ? [] : list.issues.map(({ id }) => id)));
  const head = { isAllSelected, onSelectAll: selectAll };
  const { mayTriage } = all;
  return (
    <>
      <div className="sticky top-0 z-10 rounded-t-xl bg-surface">
        {ids.size > 0 ? (
          <BulkBar {...head} count={ids.size} isBusy={all.triage.isBusy} actions={all.actions} />
        ) : (
          <Columns {...head} span={listing.span} maySelect={mayTriage} />
        )}
      </div>
      <ul className="divide-y divide-line">
        {list.issues.map((issue) => (
          <IssueRow
            key={issue.id}
            issue={issue}
            span={listing.span}
            environment={listing.env}
            projectName={listing.project === undefined ? nameOf(issue.project) : undefined}
            isSelected={ids.has(issue.id)}
            failure={all.triage.failures.get(issue.id)}
            onSelect={mayTriage ? select : undefined}
            onFocus={setActive}
          />
        ))}
      </ul>
      <Windows all={all} />
    </>
  );
}

/** What people call a project. */
function useProjectNames(): (project: string) => string {
  const { data: projects = [] } = useQuery(projectsQuery);
  return (project) => projects.find(({ name }) => name === project)?.displayName || project;
}

function Windows({ all }: { readonly all: ReturnType<typeof useListActions> }) {
  const { issues: words } = useWords();
  const { asking, close, decide, triage } = all;
  const { targets } = all.selection;
  if (asking === "mute")
    return (
      <Muting
        title={words.muteTitle(targets.length)}
        isMuted={targets.some(({ mute }) => mute !== undefined)}
        onMute={(mute) => decide({ mute })}
        onClose={close}
      />
    );
  if (asking === undefined) return null;
  return <RemoveIssues count={targets.length} isBusy={triage.isBusy} onRemove={decide} onClose={close} />;
}
