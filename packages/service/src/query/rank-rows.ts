import type { Ports } from "../ports.js";
import type { ListName } from "../projection/rows/list.js";
import type { Ranking } from "../projection/rows/ranks.js";
import { inOneOrder } from "../table/in-one-order.js";
import { rankPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";

/** Where an issue stands in a ranking; `key` comes before its id, and the highest value first. */
export interface RankRow {
  readonly key: string;
  readonly issue: string;
}

export interface RankingOf {
  readonly project: string;
  readonly lists: readonly ListName[];
  readonly ranking: Ranking;
}

/** Sorts directly behind an id, before every other; of none, before all. */
export const behind = (id: string): string => (id === "" ? "" : `${id}!`);

const AT_ONCE = 500;

interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** So many are read at once. */
  readonly limit?: number | undefined;
}

/** The rows of several lists as one, highest value first and by id among equals. */
export function rankRows(
  ports: Pick<Ports, "view">,
  { project, lists, ranking }: RankingOf,
  range: Range,
): AsyncGenerator<RankRow> {
  const walks = lists.map((list) => oneList(ports, rankPartition(project, list, ranking), range));
  return inOneOrder(walks, (a, b) => a.key < b.key || (a.key === b.key && a.issue < b.issue));
}

async function* oneList({ view }: Pick<Ports, "view">, pk: string, range: Range): AsyncGenerator<RankRow> {
  for await (const { sk } of queryAll(view, { limit: AT_ONCE, ...range, pk })) {
    const border = sk.indexOf("#");
    yield { key: sk.slice(0, border), issue: sk.slice(border + 1) };
  }
}
