import type { Answer, HttpRequestSpec } from "./request.js";

/** An answer, and the path below the API's own address that gave it. */
export interface Followed {
  readonly answer: Answer;
  readonly path: string;
}

/** Enough for a name that was changed twice, and a ticket that moved besides. */
const HOPS_MAX = 3;

const MOVED = new Set([301, 302, 307, 308]);

/**
 * Asks a tracker, and follows it to where a ticket or a repository has moved: the same request, at another path of the
 * same API. Never to another host, for the request holds a token, and not for ever. No other destination is followed.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 * https://docs.gitlab.com/api/rest/#redirects
 */
export function* followed(
  api: string,
  request: HttpRequestSpec,
): Generator<HttpRequestSpec, Followed, Answer> {
  return yield* followedFrom(api, request, yield request);
}

/** The same, from an answer that came already. */
export function* followedFrom(
  api: string,
  request: HttpRequestSpec,
  first: Answer,
): Generator<HttpRequestSpec, Followed, Answer> {
  let url = request.url;
  let answer = first;
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    const path = pathAfter(answer, url, api);
    if (path === undefined) break;
    url = `${api}${path}`;
    answer = yield { ...request, url };
  }
  return { answer, path: url.slice(api.length) };
}

/** Whether an answer says that what was asked for is elsewhere. */
export const isMoved = ({ status, headers }: Answer): boolean =>
  MOVED.has(status) && headers.location !== undefined;

/** Where it leads to within the API; undefined when it leads nowhere, or out of it. */
function pathAfter(answer: Answer, from: string, api: string): string | undefined {
  const { location = "" } = answer.headers;
  if (!isMoved(answer) || !URL.canParse(location, from)) return undefined;
  const to = new URL(location, from);
  const { host, pathname } = new URL(api);
  const base = pathname.replace(/\/$/, "");
  // A server behind a proxy may name itself by http. The scheme stays the config's: only the path is taken from here.
  const isWithin = to.host === host && to.pathname.startsWith(`${base}/`) && to.username === "";
  return isWithin ? `${to.pathname.slice(base.length)}${to.search}` : undefined;
}
