import type { Ports } from "../ports.js";
import { type Entry, newestFirst } from "../projection/series/entry.js";
import { HOUR, hourOf } from "../projection/series/hours.js";
import { LAST } from "../projection/series/load.js";
import { readPage, rowPrefix } from "../projection/series/page.js";
import type { Series } from "../projection/series/series.js";
import { sortableTime } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

const oldestFirst = (a: Entry, b: Entry): number => newestFirst(b, a);

/**
 * A series' entries that come after `from`, oldest first; without `from`, all of them. Mixed pages are read at once, for
 * any of them may hold an old entry; dense ones hour by hour, as far as the walk goes.
 */
export async function* entriesUp(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  from: Pick<Entry, "at" | "digest"> = { at: 0, digest: "" },
): AsyncGenerator<Entry> {
  const isAfter = (entry: Entry): boolean => newestFirst(entry, from) < 0;
  const prefix = rowPrefix("M", series.gen);
  const range = { pk, from: prefix + sortableTime(from.at), to: prefix + LAST };
  const mixed = (await collect(queryAll(ports.view, range))).flatMap((item) => readPage(item).entries);
  let waiting = [...series.open, ...mixed].filter(isAfter).sort(oldestFirst);
  for await (const hour of denseHours(ports, pk, series, from.at)) {
    const end = (hourOf(hour[0]?.at ?? 0) + 1) * HOUR;
    const before = waiting.filter(({ at }) => at < end);
    waiting = waiting.slice(before.length);
    yield* [...before, ...hour.filter(isAfter)].sort(oldestFirst);
  }
  yield* waiting;
}

/** The entries of each hour's dense pages, from the hour of `from` on. */
async function* denseHours(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  from: number,
): AsyncGenerator<Entry[]> {
  const prefix = rowPrefix("D", series.gen);
  const items = queryAll(ports.view, { pk, from: prefix + sortableTime(from), to: prefix + LAST, limit: 4 });
  let hour: Entry[] = [];
  for await (const item of items) {
    const { entries } = readPage(item);
    if (hour[0] && entries[0] && hourOf(hour[0].at) !== hourOf(entries[0].at)) {
      yield hour;
      hour = [];
    }
    hour.push(...entries);
  }
  if (hour.length > 0) yield hour;
}
