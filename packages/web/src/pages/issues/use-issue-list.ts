import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type IssuePage, issuesQuery, type Listing, latestIssuesQuery } from "../../api/issues.js";
import type { ListedIssue } from "../../api/types.js";
import { arrived, type Handled, updated } from "./live.js";

/** A list of issues as it is shown: pages read so far, kept up to date in place, with what came since. */
export function useIssueList(listing: Listing) {
  const pages = useInfiniteQuery(issuesQuery(listing));
  const [first] = pages.data?.pages ?? [];
  const { data: latest } = useQuery({
    ...latestIssuesQuery(listing),
    enabled: pages.isSuccess,
    // What was just read need not be asked for at once.
    initialData: first,
    initialDataUpdatedAt: pages.dataUpdatedAt,
  });
  const [handled, setHandled] = useState<ReadonlyMap<string, Handled>>(new Map());
  const change = useChangeShown(listing);
  const issues = useMemo(() => unique(pages.data?.pages.flatMap((page) => page.issues) ?? []), [pages.data]);
  const news = useMemo(() => arrived(issues, latest?.issues ?? [], handled), [issues, latest, handled]);

  useEffect(() => {
    if (latest) change((shown) => updated(shown, latest.issues));
  }, [latest, change]);
  const showNews = useCallback(() => change((shown) => [...news, ...shown]), [change, news]);
  // Where nothing is, nothing can jump.
  const isEmpty = pages.isSuccess && issues.length === 0 && !pages.hasNextPage;
  useEffect(() => {
    if (isEmpty && news.length > 0) showNews();
  }, [isEmpty, news, showNews]);

  const leave = (left: ReadonlyMap<string, Handled>): void => {
    setHandled(new Map([...handled, ...left]));
    change((shown) => shown.filter(({ id }) => !left.has(id)));
  };
  const replace = (changed: readonly ListedIssue[]): void => change((shown) => updated(shown, changed));
  return { pages, issues, news, showNews, leave, replace };
}

type Change = (shown: readonly ListedIssue[]) => readonly ListedIssue[];

/** Changes what is known of the list, page by page. What is put before the first row goes to the first page. */
function useChangeShown(listing: Listing): (change: Change) => void {
  const client = useQueryClient();
  const { queryKey } = issuesQuery(listing);
  const key = JSON.stringify(queryKey);
  return useCallback(
    (change) => {
      client.setQueryData<InfiniteData<IssuePage, string | undefined>>(JSON.parse(key), (known) => {
        if (!known) return known;
        const all = known.pages.flatMap(({ issues }) => issues);
        const changed = change(all);
        return changed === all ? known : { ...known, pages: laidOut(known.pages, changed) };
      });
    },
    [client, key],
  );
}

/** All issues on the first page: what matters of the others is where the next one begins. */
const laidOut = (pages: readonly IssuePage[], issues: readonly ListedIssue[]): IssuePage[] =>
  pages.map((page, place) => ({ ...page, issues: place === 0 ? issues : [] }));

/** While errors arrive, pages may overlap. */
function unique(issues: readonly ListedIssue[]): readonly ListedIssue[] {
  return [...new Map(issues.map((issue) => [issue.id, issue])).values()];
}
