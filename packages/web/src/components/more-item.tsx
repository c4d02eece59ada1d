import { useWords } from "../i18n/i18n.js";

/** A list that is read page by page, as `useInfiniteQuery` gives it. */
interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** A list's last item: the button that brings its next page, while there is one. */
export function MoreItem({ hasNextPage, isFetchingNextPage, fetchNextPage }: Paged) {
  const { issues: words } = useWords();
  if (!hasNextPage) return null;
  return (
    <li className="px-4 py-2 text-center">
      <button type="button" className="button" onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
        {isFetchingNextPage ? words.loadingMore : words.more}
      </button>
    </li>
  );
}
