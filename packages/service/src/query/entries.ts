import type { Ports } from "../ports.js";
import { type Entry, newestFirst } from "../projection/series/entry.js";
import { LAST } from "../projection/series/load.js";
import { type Page, readPage, rowPrefix } from "../projection/series/page.js";
import type { Series } from "../projection/series/series.js";
import { queryAll } from "../table/query-all.js";

/** Where a walk over a series' entries goes on: behind this entry, in these pages. */
export interface Behind {
  readonly at: number;
  readonly digest: string;
  /** The newest page of each kind that may still hold entries to come. */
  readonly dense?: string | undefined;
  readonly mixed?: string | undefined;
}

interface Step {
  readonly entry: Entry;
  /** Continues behind this entry. */
  behind(): Behind;
}

/** A series' entries, newest first, reading pages only as far as the walk goes. */
export async function* entriesOf(
  ports: Pick<Ports, "view">,
  pk: string,
  series: Series,
  from?: Behind,
): AsyncGenerator<Step> {
  const dense = await pagesDown(ports, pk, rowPrefix("D", series.gen), from?.dense);
  const mixed = await pagesDown(ports, pk, rowPrefix("M", series.gen), from?.mixed);
  const isAhead = (entry: Entry): boolean => !from || newestFirst(entry, from) > 0;
  let waiting = series.open.filter(isAhead).map((entry) => ({ entry, sk: "" }));
  for (;;) {
    const source = dense.newest() >= mixed.newest() ? dense : mixed;
    const ready = waiting
      .sort((a, b) => newestFirst(a.entry, b.entry))
      .filter(({ entry }) => entry.at > source.newest());
    const here = { waiting, dense: dense.resume(), mixed: mixed.resume() };
    for (const [place, { entry }] of ready.entries()) {
      const behind = (): Behind => {
        const rest = here.waiting.slice(place + 1).map(({ sk }) => sk);
        return { at: entry.at, digest: entry.digest, dense: here.dense(rest), mixed: here.mixed(rest) };
      };
      yield { entry, behind };
    }
    const page = await source.take();
    if (!page) return;
    const fresh = page.entries.filter(isAhead).map((entry) => ({ entry, sk: page.sk }));
    waiting = [...waiting.slice(ready.length), ...fresh];
  }
}

interface Source {
  /** The newest time the next page holds, -1 when there is none. */
  newest(): number;
  take(): Promise<Page | undefined>;
  /** Tells where this source, as it is now, resumes, given the pages that entries still wait from. */
  resume(): (waiting: readonly string[]) => string;
}

async function pagesDown(
  ports: Pick<Ports, "view">,
  pk: string,
  prefix: string,
  to: string | undefined,
): Promise<Source> {
  const items = queryAll(ports.view, {
    pk,
    from: prefix,
    to: to ?? prefix + LAST,
    order: "descending",
    limit: 10,
  });
  let next = (await items.next()).value;
  const timeOf = (sk: string): number => Number(sk.slice(prefix.length, sk.lastIndexOf("#")));
  return {
    newest: () => (next ? timeOf(next.sk) : -1),
    async take() {
      if (!next) return undefined;
      const page = readPage(next);
      next = (await items.next()).value;
      return page;
    },
    resume: () => {
      // None left: an empty range, below every page of this prefix.
      const below = next?.sk ?? prefix;
      return (waiting) =>
        waiting
          .filter((sk) => sk.startsWith(prefix))
          .sort()
          .at(-1) ?? below;
    },
  };
}
