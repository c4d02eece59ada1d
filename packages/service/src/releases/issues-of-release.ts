import type { Issue } from "@faultline/core/issue";
import type { Ports } from "../ports.js";
import { begunIn } from "../projection/rows/begun-in.js";
import { getIssues } from "../query/issues.js";
import type { Release } from "./list-releases.js";
import { type ReleaseRow, releaseRows } from "./rows.js";

/** What became of issues in a release, of each its id or the issue. */
interface Became<T> {
  readonly begun: readonly T[];
  readonly regressed: readonly T[];
  readonly resolved: readonly T[];
}

/**
 * The issues that were seen first in a release, that came back in it, and that are resolved in it; `before` is the release
 * that came before it, after which others were to be resolved. The latest first.
 */
export async function issuesOfRelease(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  { release, before }: { readonly release: string; readonly before: string | undefined },
): Promise<Became<Issue>> {
  const [own, earlier, begun] = await Promise.all([
    releaseRows(ports, project, release),
    before === undefined ? [] : releaseRows(ports, project, before),
    begunIn(ports, project, release),
  ]);
  const ids = { begun, ...decidedIn(own, earlier) };
  const there = issuesThere(release, ids, await getIssues(ports, project, idsOf(ids)));
  const latestFirst = (issues: readonly Issue[]) => [...issues].sort((a, b) => b.lastSeen - a.lastSeen);
  return {
    begun: latestFirst(there.begun),
    regressed: latestFirst(there.regressed),
    resolved: latestFirst(there.resolved),
  };
}

/** How many issues; with `isCapped` at least so many, because no more were looked at. */
export interface IssuesInRelease {
  readonly begun: number;
  readonly regressed: number;
  readonly resolved: number;
  readonly isCapped: boolean;
}

/** So many of the latest releases have their issues counted, and of each so many of a kind. */
export const COUNTED_MAX = 25;
const ISSUES_MAX = 100;

/** How many issues began, came back and are resolved in the latest of a project's releases, which come latest first. */
export async function countIssues(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  releases: readonly Release[],
): Promise<ReadonlyMap<string, IssuesInRelease>> {
  const found = await Promise.all(
    releases.slice(0, COUNTED_MAX).map(async ({ release, rows }, place) => {
      const begun = await begunIn(ports, project, release, ISSUES_MAX);
      return { release, ids: { begun, ...decidedIn(rows, releases[place + 1]?.rows ?? [], ISSUES_MAX) } };
    }),
  );
  const issues = await getIssues(ports, project, [...new Set(found.flatMap(({ ids }) => idsOf(ids)))]);
  return new Map(
    found.map(({ release, ids }) => {
      const { begun, regressed, resolved } = issuesThere(release, ids, issues);
      const isCapped = [ids.begun, ids.regressed, ids.resolved].some(({ length }) => length === ISSUES_MAX);
      const counts = { begun: begun.length, regressed: regressed.length, resolved: resolved.length };
      return [release, { ...counts, isCapped }];
    }),
  );
}

/** What was told of issues in a release, and of those to be resolved after the one before it: each once. */
function decidedIn(own: readonly ReleaseRow[], earlier: readonly ReleaseRow[], most?: number) {
  const regressed = own.flatMap((row) => (row.kind === "regressed" ? [row.issue] : []));
  const resolved = [
    ...own.flatMap((row) => (row.kind === "resolved" && !row.after ? [row.issue] : [])),
    ...earlier.flatMap((row) => (row.kind === "resolved" && row.after ? [row.issue] : [])),
  ];
  const firstOf = (ids: readonly string[]) => [...new Set(ids)].slice(0, most);
  return { regressed: firstOf(regressed), resolved: firstOf(resolved) };
}

const idsOf = ({ begun, regressed, resolved }: Became<string>): string[] => [
  ...new Set([...begun, ...regressed, ...resolved]),
];

/** Those that are still there. */
function issuesThere(
  release: string,
  { begun, regressed, resolved }: Became<string>,
  issues: ReadonlyMap<string, Issue>,
): Became<Issue> {
  const there = (ids: readonly string[]): Issue[] => ids.flatMap((id) => issues.get(id) ?? []);
  return {
    // What the first event of an issue is may be learnt later.
    begun: there(begun).filter(({ firstRelease }) => firstRelease === release),
    regressed: there(regressed),
    resolved: there(resolved),
  };
}
