import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { sessionQuery } from "./session.js";

const NONE: readonly string[] = [];

/** The regions' names, the primary first: a region's place decides its colour, everywhere. */
export const useRegions = (): readonly string[] => useContext(RegionsContext);

export const RegionsContext = createContext(NONE);

/** The same, for the one that hands them down. */
export const useAskedRegions = (): readonly string[] => useQuery(sessionQuery).data?.regions ?? NONE;
