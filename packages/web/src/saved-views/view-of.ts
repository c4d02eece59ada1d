import type { Listing } from "../api/issues.js";
import type { SavedView, ViewedList } from "../api/saved-views.js";
import { pageOf, written } from "../pages/issues/listing.js";

/** What is saved of a list. */
export const listOf = ({ project, status, query, env, sort }: Listing): ViewedList => ({
  project,
  status,
  query,
  environment: env || undefined,
  sort,
});

/** The saved view that a list is; undefined when it is none. */
export const viewOf = (views: readonly SavedView[], listing: Listing): SavedView | undefined => {
  const shown = listOf(listing);
  return views.find(
    (view) =>
      view.project === shown.project &&
      view.status === shown.status &&
      view.query === shown.query &&
      view.environment === shown.environment &&
      view.sort === shown.sort,
  );
};

/** Where a saved view is shown. It names its environment even where that is all of them: else the one chosen last would hold. */
export const addressOf = ({ project, status, query, environment: env = "", sort }: SavedView) => ({
  ...pageOf(project),
  search: { ...written({ status, query, env, sort }), env },
});
