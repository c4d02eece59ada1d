import * as z from "zod";
import type { Item, Value } from "../../ports.js";
import { memoize } from "../../table/memoize.js";
import { type Entry, packEntries, unpackEntries } from "./entry.js";

/** Entries an issue's row keeps open before they are archived into pages. */
export const OPEN_ENTRIES_MAX = 30;
/** The same of a project's, which has little else in it: with these it is written for one unit, and so is their page. */
export const PROJECT_ENTRIES_MAX = 20;

/**
 * How a series' entries follow from its events. A row of an earlier format is written anew from the log before anything
 * is added to it. 2: times by `eventTime`, digests with the client's time. 3: entries say their
 * environment, and issues what they are found by. 4: hours count by environment.
 */
export const SERIES_FORMAT = 4;

export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The attributes every series row has, an issue's and a project's. Times in milliseconds since 1970. */
export const SeriesRow = z.object({
  /** Compared and raised by every write: what makes count, pages and outbox one step. */
  ver: z.number(),
  /** Pages of other generations are leftovers and not read. */
  gen: z.number(),
  n: z.number(),
  first: z.number(),
  last: z.number(),
  sealed: z.number(),
  e: Bytes,
  g: z.array(z.string()),
  q: z.array(z.string()).optional(),
  w: z.array(z.string()).optional(),
  i: Bytes.optional(),
  /** See `uncounted`. */
  p: z.record(z.string(), z.number()).optional(),
  cut: z.number().optional(),
  /** See `Series`. Missing in rows of earlier formats. */
  rb: z.number().default(-1),
  fl: z.number().default(-1),
  v: z.number().default(1),
  x: z.number(),
});

/** The set of events of an issue or a project: its newest entries here, the others archived in pages. */
export interface Series {
  readonly ver: number;
  readonly gen: number;
  readonly total: number;
  readonly first: number;
  readonly last: number;
  /** The latest time among archived entries, -1 without any: what is later cannot lie in a page. */
  readonly archivedUpTo: number;
  readonly open: readonly Entry[];
  /** Events received up to this time were deleted. */
  readonly deletedBefore: number | undefined;
  /** An issue that was resolved before this time is open again, -1 without events. */
  readonly reopensBefore: number;
  /** The latest time that a client gave an event which stands elsewhere, -1 without any: see `sightings.ts`. */
  readonly floatsUpTo: number;
  /** How entries were made: see `SERIES_FORMAT`. */
  readonly format: number;
  /**
   * Of a project's: how many of the events in its pages are of which release, and not yet counted by that one's row. Undefined in
   * an issue's, and in rows of earlier versions.
   */
  readonly uncounted: Readonly<Record<string, number>> | undefined;
  /** Epoch seconds when the last of it may go. */
  readonly expiresAt: number;
}

export const EMPTY: Series = {
  ver: 0,
  gen: 0,
  total: 0,
  first: 0,
  last: 0,
  archivedUpTo: -1,
  open: [],
  deletedBefore: undefined,
  reopensBefore: -1,
  floatsUpTo: -1,
  format: SERIES_FORMAT,
  uncounted: undefined,
  expiresAt: 0,
};

/** True of a project's row that an earlier version wrote: its entries do not say their release. */
export const lacksReleases = ({ ver, uncounted }: Pick<Series, "ver" | "uncounted">): boolean =>
  ver > 0 && uncounted === undefined;

export function seriesOf(row: z.infer<typeof SeriesRow>): Series {
  const {
    ver,
    gen,
    n: total,
    first,
    last,
    sealed: archivedUpTo,
    cut,
    rb,
    fl,
    v: format,
    p: uncounted,
    x: expiresAt,
  } = row;
  return {
    ver,
    gen,
    total,
    first,
    last,
    archivedUpTo,
    reopensBefore: rb,
    floatsUpTo: fl,
    open: unpackEntries(row),
    deletedBefore: cut,
    format,
    uncounted,
    expiresAt,
  };
}

/** The row's attributes, its version one higher than what was read. */
export function seriesAttributes(series: Series): Record<string, Value | undefined> {
  const { gen, total, first, last, archivedUpTo, deletedBefore: cut, expiresAt } = series;
  return {
    ver: series.ver + 1,
    gen,
    n: total,
    first,
    last,
    sealed: archivedUpTo,
    cut,
    rb: series.reopensBefore,
    fl: series.floatsUpTo,
    v: series.format,
    p: series.uncounted,
    x: expiresAt,
    ...packEntries(series.open),
  };
}

/** The series an item holds; empty when there is no item. */
export const readSeries = (item: Item | undefined): Series => (item ? seriesIn(item) : EMPTY);

const seriesIn = memoize((item: Item) => seriesOf(SeriesRow.parse(item)));
