import { groupBy } from "@faultline/core/group-by";
import * as z from "zod";
import type { Item, Key } from "../../ports.js";
import { sortableTime } from "../../table/layout.js";
import { memoize } from "../../table/memoize.js";
import { type Entry, packEntries, unpackEntries } from "./entry.js";
import { HOUR, hourOf } from "./hours.js";
import { Bytes } from "./series.js";

/**
 * Entries that left the row for good. Dense pages hold many entries of one hour and are counted in
 * that hour's row; mixed pages hold the few of many hours, and their timeline is read from them.
 */
export interface Page {
  readonly kind: "D" | "M";
  readonly sk: string;
  readonly entries: readonly Entry[];
  readonly expiresAt: number;
}

const DENSE_MIN = 10;
const DENSE_MAX = 1000;
const MIXED_MAX = 30;

const PageRow = z.object({
  sk: z.string(),
  e: Bytes,
  g: z.array(z.string()),
  q: z.array(z.string()).optional(),
  w: z.array(z.string()).optional(),
  i: Bytes.optional(),
  x: z.number(),
});

/** The rows beside a series' own: dense and mixed pages, hours (T), users (U), what its events are found by (Y), counts by release (V). */
export const ROW_KINDS = ["D", "M", "T", "U", "V", "Y"] as const;

/** Sort key prefix of a generation's rows of one kind. The generation is fixed width, so that no prefix covers another. */
export const rowPrefix = (kind: (typeof ROW_KINDS)[number], gen: number): string =>
  `${kind}#${String(gen).padStart(10, "0")}#`;

export const hourKey = (pk: string, gen: number, hour: number): Key => ({
  pk,
  sk: rowPrefix("T", gen) + sortableTime(hour * HOUR),
});

export const readPage = memoize((item: Item): Page => {
  const { sk, x, ...packed } = PageRow.parse(item);
  return { kind: sk.startsWith("D") ? "D" : "M", sk, entries: unpackEntries(packed), expiresAt: x };
});

export function pageItem(pk: string, page: Page): Item {
  return { pk, sk: page.sk, ...packEntries(page.entries), x: page.expiresAt };
}

/**
 * The pages that entries are archived into. A page's key ends in its newest time, so that "could this
 * page hold an event of that time" is a range of keys; `unique` tells apart pages of one newest time.
 */
export function pagesOf(entries: readonly Entry[], gen: number, unique: string, expiresAt: number): Page[] {
  const byHour = groupBy(entries, (entry) => hourOf(entry.at));
  const groups = [...byHour.values()];
  const dense = groups.filter((group) => group.length >= DENSE_MIN);
  const mixed = groups.filter((group) => group.length < DENSE_MIN).flat();
  const made = (kind: Page["kind"], group: readonly Entry[], place: number): Page => {
    const newest = Math.max(...group.map((entry) => entry.at));
    const sk = `${rowPrefix(kind, gen)}${sortableTime(newest)}#${unique}.${String(place).padStart(4, "0")}`;
    return { kind, sk, entries: group, expiresAt };
  };
  const densePages = dense
    .flatMap((group) => slices(group, DENSE_MAX))
    .map((group, place) => made("D", group, place));
  const mixedPages = slices(mixed, MIXED_MAX).map((group, place) => made("M", group, place));
  return [...densePages, ...mixedPages];
}

function slices(entries: readonly Entry[], most: number): Entry[][] {
  const sorted = entries.toSorted((a, b) => a.at - b.at);
  return Array.from({ length: Math.ceil(sorted.length / most) }, (_, place) =>
    sorted.slice(place * most, (place + 1) * most),
  );
}
