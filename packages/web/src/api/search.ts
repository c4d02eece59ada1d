import { queryOptions } from "@tanstack/react-query";
import { url, withQuery } from "./addresses.js";
import { request } from "./request.js";

const STALE_MILLISECONDS = 30_000;

/** What may follow a key of a search, of a project or, without one, of any: up to twenty values that begin so. */
export const searchValuesQuery = (project: string | undefined, key: string, prefix: string) =>
  queryOptions({
    queryKey: ["search-values", project ?? "", key, prefix],
    queryFn: ({ signal }) => {
      const path = project === undefined ? "/v1/search/values" : url`/v1/projects/${project}/search/values`;
      return request<{ readonly values: readonly string[] }>(withQuery(path, { key, prefix }), { signal });
    },
    select: ({ values }) => values,
    staleTime: STALE_MILLISECONDS,
  });
