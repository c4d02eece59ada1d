import type { Item, Ports } from "../../ports.js";
import { sortableTime } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { HOUR, hourOf } from "./hours.js";
import { type Page, readPage, rowPrefix } from "./page.js";
import type { Series } from "./series.js";

/** Sorts behind everything that may follow a prefix. */
export const LAST = "~";

/**
 * The pages in which events may already lie, given the times of each by its digest: none for events later than all archived ones,
 * which is the common case. Has to be read after the row: an archiving in between changes the row's
 * version and makes the write fail, so nothing slips through.
 */
export async function pagesFor(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  times: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<Page[]> {
  const open = new Set(series.open.map((entry) => entry.digest));
  const isArchived = (at: number): boolean => at <= series.archivedUpTo;
  const archived = [...times].flatMap(([digest, own]) =>
    open.has(digest) ? [] : [...own].filter(isArchived),
  );
  if (archived.length === 0) return [];

  const fromByHour = new Map<number, number>();
  for (const at of archived) fromByHour.set(hourOf(at), Math.min(at, fromByHour.get(hourOf(at)) ?? at));
  const dense = rowPrefix("D", series.gen);
  const mixed = rowPrefix("M", series.gen);
  const earliest = archived.reduce((least, at) => Math.min(least, at));
  const items: Item[] = await collect(
    queryAll(ports.view, { pk, from: mixed + sortableTime(earliest), to: mixed + LAST }),
  );
  for (const [hour, from] of fromByHour) {
    const to = dense + sortableTime((hour + 1) * HOUR - 1) + LAST;
    for (const item of await collect(queryAll(ports.view, { pk, from: dense + sortableTime(from), to })))
      items.push(item);
  }
  return items.map(readPage);
}

/** The pages with events of that time or later. */
export async function pagesSince(
  ports: Pick<Ports, "view">,
  pk: string,
  { gen, archivedUpTo }: Pick<Series, "gen" | "archivedUpTo">,
  earliest: number,
): Promise<Page[]> {
  if (archivedUpTo < earliest) return [];
  const ranges = (["D", "M"] as const).map((kind) => rowPrefix(kind, gen));
  const items = await Promise.all(
    ranges.map((prefix) =>
      collect(queryAll(ports.view, { pk, from: prefix + sortableTime(earliest), to: prefix + LAST })),
    ),
  );
  return items.flat().map(readPage);
}

/** Every page of a series, unordered. */
export async function allPages(ports: Pick<Ports, "view">, pk: string, gen: number): Promise<Page[]> {
  const ranges = (["D", "M"] as const).map((kind) => rowPrefix(kind, gen));
  const items = await Promise.all(
    ranges.map((prefix) => collect(queryAll(ports.view, { pk, from: prefix, to: prefix + LAST }))),
  );
  return items.flat().map(readPage);
}
