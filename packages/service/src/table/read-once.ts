import type { Item, Key, Ports, ViewTable } from "../ports.js";
import { wrapTable } from "./wrap-table.js";

/** So many rows are remembered; then it begins anew. */
const ROWS_MAX = 2_000;

/**
 * The same ports for one answer: a row of the view that was read by its key among others is not read again, be it to find
 * an issue, to look at it, or to show it. What is written meanwhile it does not see.
 */
export const readingOnce = <Some extends Pick<Ports, "view">>(ports: Some): Some => ({
  ...ports,
  view: readOnce(ports.view),
});

function readOnce(table: ViewTable): ViewTable {
  const known = new Map<string, Item | undefined>();
  return {
    ...wrapTable(table, (call) => call()),
    async getMany(keys) {
      const wanted = new Map(keys.map((key) => [nameOf(key), key]));
      const missing = [...wanted].filter(([name]) => !known.has(name));
      const found = new Map((await readMissing(table, missing)).map((item) => [nameOf(item), item]));
      const items = [...wanted.keys()].map((name) => found.get(name) ?? known.get(name));
      if (known.size + missing.length > ROWS_MAX) known.clear();
      for (const [name] of missing.slice(0, ROWS_MAX)) known.set(name, found.get(name));
      return items.filter((item) => item !== undefined);
    },
  };
}

const readMissing = async (
  table: ViewTable,
  missing: readonly (readonly [string, Key])[],
): Promise<readonly Item[]> => (missing.length > 0 ? table.getMany(missing.map(([, key]) => key)) : []);

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;
