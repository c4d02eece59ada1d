import { queryOptions, useQuery } from "@tanstack/react-query";
import { request } from "./request.js";

export const regionsQuery = queryOptions({
  queryKey: ["regions"],
  queryFn: ({ signal }) => request<{ regions: { region: string }[] }>("/v1/status", { signal }),
  select: ({ regions }) => regions.map(({ region }) => region),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The regions' names, the primary first: a region's place decides its colour, everywhere. */
export function useRegions(): readonly string[] {
  return useQuery(regionsQuery).data ?? [];
}
