import type { Listing } from "./issues.js";
import type { OccurrenceRef } from "./occurrences.js";

// What the pages ask, by address: `early.ts` asks some of it while the rest of the program is on its way.

/** An address with every part encoded: `url\`/v1/projects/${name}\``. */
export const url = (texts: TemplateStringsArray, ...parts: readonly string[]): string =>
  String.raw({ raw: texts }, ...parts.map(encodeURIComponent));

/** An address with those of the parameters that are set. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return set.length > 0 ? `${path}?${new URLSearchParams(set)}` : path;
}

export const PROJECTS = "/v1/projects";
export const SESSION = "/v1/session";

const PAGE = 50;
/** Who reads past the first page wants the rest: fewer, longer answers. */
const NEXT_PAGE = 250;

/** A page of a list: the first one, or the one a cursor leads to. */
export function issuesAddress(listing: Listing, cursor?: string | undefined): string {
  const { project, status, query, env, sort, span } = listing;
  const asked = {
    status,
    query: query === "" ? undefined : query,
    environment: env === "" ? undefined : env,
    sort,
    sparkline: span,
    cursor,
    limit: cursor === undefined ? PAGE : NEXT_PAGE,
  };
  return withQuery(project === undefined ? "/v1/issues" : url`/v1/projects/${project}/issues`, asked);
}

export const issueAddress = ({ project, issue }: OccurrenceRef): string =>
  url`/v1/projects/${project}/issues/${issue}`;

export const latestOccurrenceAddress = (place: OccurrenceRef): string =>
  `${issueAddress(place)}/occurrences?limit=1`;
