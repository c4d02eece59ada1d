import type { Ports } from "../../ports.js";
import { mergesOf } from "../../projection/merges.js";
import { releaseNames } from "../../projection/rows/releases.js";
import { isRenewed, readMark } from "../../projection/view-mark.js";
import { queryAll } from "../../table/query-all.js";
import type { Query } from "../syntax/query.js";
import { asksForReleases, type Lookup, lookupsOf } from "./lookups.js";
import { rootsOf } from "./verify.js";

/** Of each range so many rows are read first: what is rarer leads to the issues by itself. */
const FIRST_ROWS = 501;
/** When none is that rare, and the list has few of them, so many of each. */
const MORE_ROWS = 5_000;

type FindPorts = Pick<Ports, "log" | "view">;

/**
 * The issues, as they are shown, that may meet a query: every one that does is among them. Undefined when the rows read do not narrow
 * them down.
 */
export type Candidates = ReadonlySet<string> | undefined;

/** By what is rare of the query. */
export const rareCandidates = (ports: FindPorts, project: string, query: Query): Promise<Candidates> =>
  candidatesWithin(ports, project, query, FIRST_ROWS);

/** By all of it, where that has some thousands of issues. */
export const commonCandidates = (ports: FindPorts, project: string, query: Query): Promise<Candidates> =>
  candidatesWithin(ports, project, query, MORE_ROWS);

async function candidatesWithin(
  ports: FindPorts,
  project: string,
  query: Query,
  rowsMax: number,
): Promise<Candidates> {
  const releases = asksForReleases(query) ? await releaseNames(ports, project) : undefined;
  const lookups = await usable(ports, lookupsOf({ project, releases }, query));
  const found = await Promise.all(lookups.map((lookup) => issuesIn(ports, lookup, rowsMax)));
  const complete = found.filter((issues) => issues !== undefined);
  return complete.length > 0 ? shownAs(ports, project, complete) : undefined;
}

/** Lists have no rows by first seen in a view that an earlier version made, until its renewal is through. */
async function usable(ports: Pick<Ports, "view">, lookups: readonly Lookup[]): Promise<readonly Lookup[]> {
  const isOfOne = (lookup: Lookup): boolean => new Set(lookup.map(({ pk }) => pk)).size === 1;
  if (lookups.every(isOfOne) || isRenewed((await readMark(ports)).mark)) return lookups;
  return lookups.filter(isOfOne);
}

/**
 * What is in all of these; in place of members what they are shown as a part of. One member may have the one value and another
 * the other: what is shown as one issue is in both.
 */
async function shownAs(
  ports: FindPorts,
  project: string,
  found: readonly ReadonlySet<string>[],
): Promise<ReadonlySet<string>> {
  const merges = await mergesOf(ports, project);
  const isMerged = (issue: string): boolean => typeof merges.get(issue)?.into === "string";
  const shown = await Promise.all(
    found.map(async (issues) => {
      const all = [...issues];
      const members = all.filter(isMerged);
      if (members.length === 0) return issues;
      return new Set([
        ...all.filter((issue) => !isMerged(issue)),
        ...(await rootsOf(ports, project, members)),
      ]);
    }),
  );
  return shown.reduce(inBoth);
}

const inBoth = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...a].filter((issue) => b.has(issue)));

/** The issues of some ranges; undefined when they have so many rows, or more. */
async function issuesIn(
  { view }: Pick<Ports, "view">,
  lookup: Lookup,
  rowsMax: number,
): Promise<ReadonlySet<string> | undefined> {
  const issues = new Set<string>();
  let left = rowsMax;
  for (const { value, ...range } of lookup) {
    for await (const { sk } of queryAll(view, { ...range, limit: left })) {
      const border = sk.lastIndexOf("#");
      if (value === undefined || sk.slice(0, border) === value) issues.add(sk.slice(border + 1));
      left -= 1;
      if (left === 0) return undefined;
    }
  }
  return issues;
}
