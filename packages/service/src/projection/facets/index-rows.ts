import type { Item, Ports } from "../../ports.js";
import { inPool } from "../../table/in-pool.js";
import { searchPartition } from "../../table/layout.js";
import { indexedUntil, quarterOf } from "./facet-day.js";
import type { Facet } from "./facets-of.js";

// Where a search begins: rows that lead from a value to the issues that have it. They are hints. What they lead to is looked at
// before it is shown, so one too many does no harm; one too few would, so they are written before the issue says it has the
// value.

/** Words of all texts share one partition: a text is looked for in each of them. */
export const WORDS = "word";

/** Issues of which not everything is kept, by `capOf`. */
export const CAPS = "capped";

const TEXTS: ReadonlySet<string> = new Set(["title", "message", "culprit", "frames"]);
const BY_WORDS: ReadonlySet<string> = new Set(["file", "function"]);

/** Where a facet is found; undefined for what others lead to: pairs of words, and names, by their words. */
export function indexPlace([key, value]: Facet): Facet | undefined {
  if (TEXTS.has(key)) return value.includes(" ") ? undefined : [WORDS, value];
  return BY_WORDS.has(key) ? undefined : [key, value];
}

/** A value newly seen, or seen again, and when before. */
export interface Seen {
  readonly facet: Facet;
  readonly day: number;
  readonly before: number | undefined;
}

const AT_ONCE = 32;

/** Writes the index rows that these need and that are not there yet. */
export async function writeIndex(
  ports: Pick<Ports, "view" | "settings">,
  { project, issue }: { readonly project: string; readonly issue: string },
  seen: readonly Seen[],
): Promise<void> {
  const items = new Map<string, Item>();
  for (const { facet, day, before } of seen) {
    const place = indexPlace(facet);
    const quarter = quarterOf(ports, day);
    if (!place || (before !== undefined && quarterOf(ports, before) === quarter)) continue;
    const key = { pk: searchPartition(project, place[0]), sk: `${place[1]}#${issue}` };
    items.set(`${key.pk} ${key.sk}`, { ...key, x: indexedUntil(ports, quarter) });
  }
  await inPool(
    AT_ONCE,
    [...items.values()].map((item) => async () => {
      await ports.view.put(item);
    }),
  );
}
