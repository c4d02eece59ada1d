import * as z from "zod";
import type { Ports } from "../ports.js";
import type { ListName } from "../projection/rows/list.js";
import { inOneOrder } from "../table/in-one-order.js";
import { listPartition } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";

const Row = z.object({ sk: z.string(), since: z.number(), until: z.number().optional() });

/** An issue's place in a list, from `since` on; `until` marks a place it has left. */
export interface ListRow {
  readonly sk: string;
  readonly issue: string;
  readonly since: number;
  readonly until: number | undefined;
}

/** The rows of several lists as one, latest position first, from behind `after` on. */
export async function* listRows(
  ports: Pick<Ports, "view">,
  project: string,
  lists: readonly ListName[],
  after: string | undefined,
): AsyncGenerator<ListRow> {
  const walks = lists.map((list) => oneList(ports, listPartition(project, list), after));
  yield* inOneOrder(walks, (a, b) => a.sk > b.sk);
}

async function* oneList(
  ports: Pick<Ports, "view">,
  pk: string,
  after: string | undefined,
): AsyncGenerator<ListRow> {
  for await (const item of queryAll(ports.view, { pk, order: "descending", to: after, limit: 200 })) {
    const { sk, since, until } = Row.parse(item);
    if (sk !== after) yield { sk, issue: sk.slice(sk.indexOf("#") + 1), since, until };
  }
}
