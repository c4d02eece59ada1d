import { queryOptions, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { request } from "./request.js";

const regionsQuery = queryOptions({
  queryKey: ["regions"],
  queryFn: ({ signal }) => request<{ regions: { region: string }[] }>("/v1/status", { signal }),
  select: ({ regions }) => regions.map(({ region }) => region),
  staleTime: Number.POSITIVE_INFINITY,
});

const NONE: readonly string[] = [];

/** The regions' names, the primary first: a region's place decides its colour, everywhere. */
export const useRegions = (): readonly string[] => useContext(RegionsContext);

export const RegionsContext = createContext(NONE);

/** The same, for the one that hands them down. */
export const useAskedRegions = (): readonly string[] => useQuery(regionsQuery).data ?? NONE;
