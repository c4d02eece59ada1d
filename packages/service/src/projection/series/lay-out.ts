import { groupBy } from "@faultline/core/group-by";
import type { Item, Ports, Write } from "../../ports.js";
import type { Folded } from "../fold.js";
import type { Entry } from "./entry.js";
import { counting, HourRow, hourAttributes, hourCounts, hourOf, type Tally, tallied } from "./hours.js";
import { hourKey, type Page, pageItem, pagesOf } from "./page.js";
import { OPEN_ENTRIES_MAX, type Series } from "./series.js";

/**
 * A folded series as it goes to the table: the row's new content, the rows that change with it, and what came into its
 * pages or left them. Undefined when a page was read that has the name of one to be written: somebody wrote the row since
 * it was read.
 */
export async function layOut(
  ports: Pick<Ports, "view">,
  pk: string,
  folded: Folded,
  openMax = OPEN_ENTRIES_MAX,
): Promise<{ series: Series; writes: Write[]; tallies: readonly Tally[] } | undefined> {
  const { series, pages: fresh } = archive(folded.series, openMax);
  const rewritten = [...groupBy(folded.replaced, ({ page }) => page)].map(([page, changes]) =>
    rewrite(page, changes, folded.series.expiresAt),
  );
  if (fresh.some(({ sk }) => rewritten.some((page) => page.sk === sk))) return undefined;
  const moves = [
    ...fresh.map((page) => ({ page, tallies: counting(page.entries) })),
    ...folded.replaced.map(({ page, from, to }) => ({ page, tallies: replacing(from, to) })),
  ];
  const dense = moves.filter(({ page }) => isDense(page)).flatMap(({ tallies }) => tallies);
  const hours = await hourItems(ports, pk, series, dense);
  const pages = [...rewritten, ...fresh].map((page) => pageItem(pk, page));
  const writes = [...pages, ...hours].map((item): Write => ({ kind: "put", item }));
  return { series, writes, tallies: moves.flatMap(({ tallies }) => tallies) };
}

const replacing = (from: Entry, to: Entry | undefined): Tally[] => [
  { entry: from, by: -1 },
  ...(to ? counting([to]) : []),
];

/** Moves all open entries into pages once they are too many for the row. */
function archive(series: Series, openMax: number): { series: Series; pages: readonly Page[] } {
  if (series.open.length <= openMax) return { series, pages: [] };
  const newest = Math.max(...series.open.map((entry) => entry.at));
  const pages = pagesOf(series.open, series.gen, String(series.ver + 1), series.expiresAt);
  return { series: { ...series, open: [], archivedUpTo: Math.max(series.archivedUpTo, newest) }, pages };
}

const isDense = (page: Page): boolean => page.kind === "D";

/** It is kept as long as the copies that came into it, which may have been received after all others. */
function rewrite(page: Page, changes: Folded["replaced"], expiresAt: number): Page {
  const changed = new Map(changes.map(({ from, to }) => [from.digest, to]));
  const entries = page.entries.flatMap((entry) => {
    const to = changed.has(entry.digest) ? changed.get(entry.digest) : entry;
    return to ? [to] : [];
  });
  return { ...page, entries, expiresAt: Math.max(page.expiresAt, expiresAt) };
}

/** Absolute values, read before: the row's version guards them, so they are added exactly once. */
async function hourItems(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  tallies: readonly Tally[],
): Promise<Item[]> {
  const byHour = groupBy(tallies, ({ entry }) => hourOf(entry.at));
  const keys = [...byHour.keys()].map((hour) => hourKey(pk, series.gen, hour));
  const stored = new Map((await ports.view.getMany(keys)).map((item) => [item.sk, item]));
  return [...byHour].map(([hour, changes]) => {
    const key = hourKey(pk, series.gen, hour);
    const before = stored.get(key.sk);
    const counts = tallied(hourCounts(before), changes);
    const expiresAt = Math.max(series.expiresAt, before ? HourRow.parse(before).x : 0);
    return { ...key, ...hourAttributes(counts), x: expiresAt };
  });
}
