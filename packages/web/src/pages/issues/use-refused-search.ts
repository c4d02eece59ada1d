import { useInfiniteQuery } from "@tanstack/react-query";
import { issuesQuery, type Listing } from "../../api/issues.js";
import { ApiError } from "../../api/request.js";

/** Why what was searched for is no search; undefined for one that is. */
export function useRefusedSearch(listing: Listing): ApiError | undefined {
  // The list asks; here is only looked at what became of it.
  const seen = { enabled: false, notifyOnChangeProps: ["error" as const] };
  const { error } = useInfiniteQuery({ ...issuesQuery(listing), ...seen });
  return isRefusedSearch(error) ? error : undefined;
}

export const isRefusedSearch = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === "bad_query";
