import { SORTS, type Sort, TABS, type Tab } from "../../api/issues.js";
import { readEnvironment } from "../../environment/use-environment.js";

/** What an address of the issue list says; what it leaves out is the default. */
export interface ListingSearch {
  readonly status?: Tab;
  readonly query?: string;
  readonly sort?: Sort;
  /** Empty for all environments; left out for the one chosen before. */
  readonly env?: string | undefined;
}

export const DEFAULTS = { status: "unresolved", query: "", sort: "lastSeen" } as const;

/** The list an address means. What it says wrong is as if unsaid: an old link still shows a list. */
export function readListing(search: Record<string, unknown>): ListingSearch {
  const { status, query, sort } = search;
  const list = written({
    status: TABS.find((tab) => tab === status) ?? DEFAULTS.status,
    query: typeof query === "string" ? query.slice(0, QUERY_CHARS_MAX) : DEFAULTS.query,
    sort: SORTS.find((one) => one === sort) ?? DEFAULTS.sort,
    env: "",
  });
  return { ...list, ...readEnvironment(search) };
}

/** The service takes no longer ones. */
const QUERY_CHARS_MAX = 500;

/** The page of a project's list, or of that of all projects. */
export const pageOf = (project: string | undefined) =>
  project === undefined
    ? ({ to: "/issues" } as const)
    : ({ to: "/projects/$project", params: { project } } as const);

/** The shortest address for a list. */
export function written({ status, query, sort, env }: Required<ListingSearch>): ListingSearch {
  return {
    ...(status !== DEFAULTS.status && { status }),
    ...(query.trim() !== DEFAULTS.query && { query: query.trim() }),
    ...(sort !== DEFAULTS.sort && { sort }),
    ...(env && { env }),
  };
}
