import { lazy, Suspense } from "react";
import type { Listing } from "../../api/issues.js";
import { Icon } from "../../components/icon.js";
import { Failed, Loading } from "../../components/states.js";
import { useWords } from "../../i18n/i18n.js";
import { useCommands } from "../../keys/commands.js";
import { useSettings } from "../../settings/settings.js";
import { ListEnd } from "./list-end.js";
import { Toolbar } from "./toolbar.js";
import { TriagedList } from "./triaged-list.js";
import { useIssueList } from "./use-issue-list.js";
import { isRefusedSearch } from "./use-refused-search.js";

// What few lists need is fetched when one does.
const GapsNotice = lazy(() => import("./gaps-notice.js").then(({ GapsNotice }) => ({ default: GapsNotice })));
const NoIssues = lazy(() => import("./no-issues.js").then(({ NoIssues }) => ({ default: NoIssues })));
const ProjectTimeline = lazy(() =>
  import("./project-timeline.js").then(({ ProjectTimeline }) => ({ default: ProjectTimeline })),
);

/** A list of issues, of one project or of all, below what says which ones it shows. */
export const IssueList = ({ listing }: { readonly listing: Listing }) => (
  <>
    <Toolbar listing={listing} />
    {listing.project !== undefined && (
      <Suspense fallback={<TimelineRoom />}>
        <ProjectTimeline project={listing.project} listSpan={listing.span} environment={listing.env} />
      </Suspense>
    )}
    {/* Another list is another selection. */}
    <List key={JSON.stringify(listing)} listing={listing} />
  </>
);

/** What the timeline takes, open or put away, while it is fetched: the list is not pushed about. */
const TimelineRoom = () => <div className={useSettings().showsTimeline ? "mb-3 h-34" : "mb-3 h-14"} />;

function List({ listing }: { readonly listing: Listing }) {
  const list = useIssueList(listing);
  const { pages, issues, news, showNews } = list;
  if (isRefusedSearch(pages.error)) return null;
  if (pages.isError && issues.length === 0) {
    return <div className="panel">{<Failed error={pages.error} onRetry={pages.refetch} />}</div>;
  }
  if (pages.isPending) {
    return (
      <div className="panel">
        <Loading rows={8} />
      </div>
    );
  }
  const gaps = pages.data?.pages[0]?.gaps ?? [];
  return (
    <>
      <Suspense fallback={null}>{gaps.length > 0 && <GapsNotice gaps={gaps} />}</Suspense>
      <News count={news.length} onShow={showNews} />
      <div className="panel">
        {issues.length > 0 && <TriagedList listing={listing} list={list} />}
        <Suspense fallback={<Loading />}>
          {issues.length === 0 && !pages.hasNextPage && <NoIssues listing={listing} />}
        </Suspense>
        {(issues.length > 0 || pages.hasNextPage) && (
          <ListEnd
            count={issues.length}
            hasMore={pages.hasNextPage}
            isLoading={pages.isFetchingNextPage}
            onMore={pages.fetchNextPage}
          />
        )}
      </div>
    </>
  );
}

/** Announces what came since, and waits to be asked: rows do not move under a reader's eyes. */
function News({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  const { issues: words } = useWords();
  const show = (): void => {
    onShow();
    scrollTo({ top: 0 });
  };
  useCommands(
    count > 0 ? [{ id: "show-news", label: words.keys.showNew, group: "list", keys: ["."], run: show }] : [],
  );
  return (
    <div role="status" className="sticky top-2 z-20 flex justify-center">
      {count > 0 && (
        <button
          type="button"
          className="button button-main mb-2 rounded-full shadow-lg"
          onClick={show}
          aria-keyshortcuts="."
        >
          <Icon name="chevron" className="size-3.5 rotate-180" />
          {words.arrived(count)}
        </button>
      )}
    </div>
  );
}
