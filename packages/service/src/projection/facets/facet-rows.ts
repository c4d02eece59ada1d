import * as z from "zod";
import type { Item, Key, Ports } from "../../ports.js";
import { memoize } from "../../table/memoize.js";
import { collect, queryAll } from "../../table/query-all.js";
import { LAST } from "../series/load.js";
import { rowPrefix } from "../series/page.js";
import { FACET_ROWS, facetKind } from "./facet-kinds.js";
import type { FacetSet } from "./facet-set.js";
import type { Facet } from "./facets-of.js";

/** Values by key and the day on which they were seen last, a line each. Earlier versions told here what was left out. */
const Row = z.object({
  f: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  c: z.record(z.string(), z.number()).default({}),
});

type RowName = (typeof FACET_ROWS)[number];

export const facetRowKey = (pk: string, gen: number, row: RowName): Key => ({
  pk,
  sk: rowPrefix("Y", gen) + row,
});

/** What is kept of an issue, or of several together, from its rows. */
export function readFacets(items: readonly Item[]): FacetSet {
  const values = new Map<string, Map<string, number>>();
  const capped = new Map<string, number>();
  for (const row of items.map(rowOf)) {
    for (const [key, own] of row.values) {
      const known = values.get(key) ?? new Map<string, number>();
      values.set(key, known);
      for (const [value, day] of own) setLatest(known, value, day);
    }
    for (const [cap, day] of row.capped) setLatest(capped, cap, day);
  }
  return { values, capped };
}

const setLatest = (days: Map<string, number>, of: string, day: number): void => {
  days.set(of, Math.max(day, days.get(of) ?? day));
};

/** The values of these keys that were seen on a day that counts. Of others, which may be hundreds, nothing is made. */
export function valuesIn(
  items: readonly Item[],
  keys: Iterable<string>,
  counts: (day: number) => boolean,
): Map<string, ReadonlySet<string>> {
  const values = new Map<string, ReadonlySet<string>>();
  for (const key of keys) {
    const lines = items.flatMap((item) =>
      Object.entries(parsed(item).f[key] ?? {}).filter(([day]) => counts(Number(day))),
    );
    values.set(key, new Set(lines.flatMap(([, text]) => text.split("\n"))));
  }
  return values;
}

const parsed = memoize((item: Item) => Row.parse(item));

const rowOf = memoize((item: Item) => {
  const { f, c } = parsed(item);
  const values = Object.entries(f).map(([key, days]) => {
    const own = Object.entries(days).flatMap(([day, lines]) =>
      lines.split("\n").map((value) => [value, Number(day)] as const),
    );
    return [key, own] as const;
  });
  return { values, capped: Object.entries(c) };
});

/** The rows of a generation of an issue. */
export const facetItems = (ports: Pick<Ports, "view">, pk: string, gen: number): Promise<Item[]> => {
  const prefix = rowPrefix("Y", gen);
  return collect(queryAll(ports.view, { pk, from: prefix, to: prefix + LAST }));
};

interface Place {
  readonly pk: string;
  readonly gen: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** The rows of a set: those of these names. */
export function facetRowItems(
  { pk, gen, expiresAt }: Place,
  set: FacetSet,
  names: ReadonlySet<RowName> = new Set(FACET_ROWS),
): Item[] {
  const rows = new Map([...names].map((name) => [name, new Map<string, Map<number, string[]>>()]));
  for (const [key, own] of set.values)
    for (const [value, day] of own) {
      const row = rows.get(facetKind(key, value).row);
      if (row) linesOf(row, key, day).push(value);
    }
  return [...rows].map(([name, row]) => ({
    ...facetRowKey(pk, gen, name),
    f: Object.fromEntries([...row].map(([key, days]) => [key, joined(days)])),
    x: expiresAt,
  }));
}

function linesOf(row: Map<string, Map<number, string[]>>, key: string, day: number): string[] {
  const days = row.get(key) ?? new Map<number, string[]>();
  const lines = days.get(day) ?? [];
  row.set(key, days.set(day, lines));
  return lines;
}

const joined = (days: ReadonlyMap<number, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...days].map(([day, lines]) => [String(day), lines.join("\n")]));

/** The rows that hold these. */
export const rowsOf = (facets: readonly Facet[]): Set<RowName> =>
  new Set(facets.map(([key, value]) => facetKind(key, value).row));
