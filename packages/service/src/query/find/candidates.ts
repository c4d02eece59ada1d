import type { Ports } from "../../ports.js";
import { mergesOf } from "../../projection/merges.js";
import type { Query } from "../syntax/query.js";
import { type Lookup, lookupsOf } from "./lookups.js";
import { rootsOf } from "./verify.js";

/** Of each range so many rows are read first: what is rarer leads to the issues by itself. */
const FIRST_ROWS = 501;
/** When none is that rare, so many of each, one after another. */
const MORE_ROWS = 5_000;

/**
 * The issues, as they are shown, that may meet a query, by the index: every one that does is among them. Undefined when the index does not
 * narrow them down.
 */
export async function candidatesOf(
  ports: Pick<Ports, "log" | "view">,
  project: string,
  query: Query,
): Promise<ReadonlySet<string> | undefined> {
  const lookups = lookupsOf(project, query);
  const first = await Promise.all(lookups.map((lookup) => issuesIn(ports, lookup, FIRST_ROWS)));
  const complete = first.filter((issues) => issues !== undefined);
  if (complete.length > 0) return shownAs(ports, project, complete);
  for (const lookup of lookups) {
    const issues = await issuesIn(ports, lookup, MORE_ROWS);
    if (issues) return shownAs(ports, project, [issues]);
  }
  return undefined;
}

/**
 * What is in all of these; in place of members what they are shown as a part of. One member may have the one value and another
 * the other: what is shown as one issue is in both.
 */
async function shownAs(
  ports: Pick<Ports, "log" | "view">,
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

/** The issues of a range; undefined when it has more rows than that. */
async function issuesIn(
  { view }: Pick<Ports, "view">,
  { pk, from, to, value }: Lookup,
  rowsMax: number,
): Promise<ReadonlySet<string> | undefined> {
  const issues = new Set<string>();
  let left = rowsMax;
  let after: Awaited<ReturnType<Ports["view"]["query"]>>["next"];
  do {
    const { items, next } = await view.query({ pk, from, to, limit: left, after });
    for (const { sk } of items) {
      const border = sk.lastIndexOf("#");
      if (value === undefined || sk.slice(0, border) === value) issues.add(sk.slice(border + 1));
    }
    left -= items.length;
    after = next;
    if (after && left <= 0) return undefined;
  } while (after);
  return issues;
}
