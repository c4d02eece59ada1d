import { createHash } from "node:crypto";
import { groupBy } from "@faultline/core/group-by";
import type { Item, Ports } from "../ports.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { scanAll } from "../table/scan-all.js";
import { facetItems, readFacets } from "./facets/facet-rows.js";
import { withLeftOut } from "./facets/facet-set.js";
import { effectiveStatusOf, readIssue } from "./rows/issue-row.js";
import type { Members } from "./rows/members.js";
import { countsOf } from "./rows/release-counts.js";
import { releaseUsers } from "./rows/release-users.js";
import { type Entry, newestFirst } from "./series/entry.js";
import { counting, type HourCounts, hourCounts, hourOf, NO_COUNTS, tallied } from "./series/hours.js";
import { allPages } from "./series/load.js";
import { hourKey, type Page } from "./series/page.js";
import { readSeries, type Series } from "./series/series.js";

/** What a view says, in one form whatever order it was folded in: equal texts, equal views. */
interface Description {
  /** A line a series: its key, and a hash of everything a reader can see of it. Sorted. */
  readonly lines: readonly string[];
  readonly hash: string;
  readonly events: number;
  /** Series whose counts contradict their own entries. Always empty, or something is broken. */
  readonly broken: readonly string[];
}

/** Reads a whole view. Pages, generations and list rows are how it is stored, not what it says, and stay out. */
export async function describeView(ports: Pick<Ports, "view">): Promise<Description> {
  const lines: string[] = [];
  const broken: string[] = [];
  let events = 0;
  for await (const item of scanAll(ports.view)) {
    if (!says(item)) continue;
    const series = readSeries(item);
    const pages = await allPages(ports, item.pk, series.gen);
    const more = item.pk.startsWith("I#")
      ? await issueLines(ports, item)
      : await releaseLines(ports, item.pk, series, pages);
    const said = JSON.stringify([...seriesLines(series, pages), ...more]);
    lines.push(`${item.pk} ${hashOf(said)}`);
    events += item.pk.startsWith("P#") ? series.total : 0;
    if (!(await isSound(ports, item.pk, series, pages))) broken.push(item.pk);
  }
  lines.sort();
  return { lines, hash: hashOf(lines.join("\n")), events, broken };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

async function issueLines(ports: Pick<Ports, "view">, item: Item): Promise<unknown[]> {
  const state = readIssue(item);
  const { fingerprint, summary, users, register, assignment, mergedInto } = state;
  const decided = [register, assignment, effectiveStatusOf(state), mergedInto, countedIn(state.members)];
  const rows = readFacets(await facetItems(ports, item.pk, state.series.gen));
  const { values, capped } = withLeftOut(rows, Object.entries(state.leftOut));
  const found = [...values].map(([key, days]) => [key, ...[...days].sort()].join(" ")).sort();
  const searched = [state.environments, found, [...capped].sort()];
  return [fingerprint, summary, users.count, ...decided, ...searched];
}

/** Of each release that the project has entries of, how many events are of it, and how many users. */
async function releaseLines(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  pages: readonly Page[],
): Promise<unknown[]> {
  const project = pk.slice(projectPartition("").length);
  const counts = await countsOf(ports, pk, series);
  const users = await releaseUsers(ports, project, series.deletedBefore ?? -1);
  const marks = new Set(entriesOf(series, pages).flatMap(({ release }) => release ?? []));
  return [...marks].sort().map((mark) => [mark, counts[mark], users.get(mark) ?? 0]);
}

/** True for the row of a series that has events, or whose members have. */
function says(item: Item): boolean {
  if (item.sk !== SINGLE || !/^[IP]#/.test(item.pk)) return false;
  if (readSeries(item).total > 0) return true;
  return item.pk.startsWith("I#") && countedIn(readIssue(item).members).length > 0;
}

/** The members that have events, and their figures; how long those are kept is no part of what a view says. */
const countedIn = (members: Members): unknown[] =>
  Object.entries(members)
    .filter(([, { total }]) => total > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([issue, { total, first, last, reopensBefore }]) => [issue, total, first, last, reopensBefore]);

function seriesLines({ total, first, last, open }: Series, pages: readonly Page[]): unknown[] {
  return [total, first, last, ...entriesOf({ open }, pages).sort(newestFirst)];
}

const entriesOf = ({ open }: Pick<Series, "open">, pages: readonly Page[]): Entry[] => [
  ...open,
  ...pages.flatMap((page) => page.entries),
];

async function isSound(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  pages: readonly Page[],
): Promise<boolean> {
  const entries = entriesOf(series, pages);
  const isSet = new Set(entries.map((entry) => entry.digest)).size === entries.length;
  const isCounted = entries.length < series.total || (await releasesAgree(ports, pk, series, entries));
  return isSet && isCounted && (await hoursAgree(ports, pk, series, pages));
}

async function releasesAgree(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  entries: readonly Entry[],
): Promise<boolean> {
  const own = groupBy(
    entries.filter(({ release }) => release !== undefined),
    ({ release }) => release,
  );
  const counts = await countsOf(ports, pk, series);
  return (
    own.size === Object.keys(counts).length &&
    [...own].every(([mark, some]) => counts[mark ?? ""] === some.length)
  );
}

async function hoursAgree(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  pages: readonly Page[],
): Promise<boolean> {
  const dense = pages.filter((page) => page.kind === "D").flatMap((page): readonly Entry[] => page.entries);
  for (const [hour, entries] of groupBy(dense, (entry) => hourOf(entry.at))) {
    const stored = hourCounts(await ports.view.get(hourKey(pk, series.gen, hour)));
    if (sorted(stored) !== sorted(tallied(NO_COUNTS, counting(entries)))) return false;
  }
  return true;
}

const sorted = ({ all, environments = {} }: HourCounts): string =>
  JSON.stringify(
    [["", all] as const, ...Object.entries(environments)]
      .flatMap(([name, minutes]) =>
        Object.entries(minutes).map(([region, own]) => [name, region, Object.entries(own).sort()]),
      )
      .sort(),
  );
