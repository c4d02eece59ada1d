import * as z from "zod";
import type { Ports } from "../ports.js";
import type { ListName } from "../projection/rows/list.js";
import { HOUR, MINUTE } from "../projection/series/hours.js";
import { inOneOrder } from "../table/in-one-order.js";
import { listPartition, sortableTime } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { ALWAYS, type TimeRange } from "./syntax/time-range.js";

const Row = z.object({
  sk: z.string(),
  since: z.number(),
  until: z.number().optional(),
  near: z.number().default(1),
});

/** An issue's place in a list, from `since` on; `until` marks a place it has left. */
export interface ListRow {
  readonly sk: string;
  readonly issue: string;
  readonly since: number;
  readonly until: number | undefined;
  /** No issue that stands in it was seen later. */
  readonly seenByAtMost: number;
}

/** The same of all rows that stand behind it. */
export const seenBehind = ({ sk }: Pick<ListRow, "sk">): number => positionOf(sk) + HOUR;

const positionOf = (sk: string): number => Number(sk.slice(0, sk.indexOf("#")));

interface Range {
  /** Behind which row it begins. */
  readonly after?: string | undefined;
  /** Of issues seen last within it. */
  readonly lastSeen?: TimeRange | undefined;
}

/** The rows of several lists as one, latest position first. */
export async function* listRows(
  ports: Pick<Ports, "view">,
  project: string,
  lists: readonly ListName[],
  range: Range = {},
): AsyncGenerator<ListRow> {
  const walks = lists.map((list) => oneList(ports, listPartition(project, list), range));
  yield* inOneOrder(walks, (a, b) => a.sk > b.sk);
}

async function* oneList(
  ports: Pick<Ports, "view">,
  pk: string,
  { after, lastSeen = ALWAYS }: Range,
): AsyncGenerator<ListRow> {
  const from = sortableTime(lastSeen.from - HOUR);
  const before = lastSeen.to < Number.POSITIVE_INFINITY ? sortableTime(lastSeen.to + MINUTE) : undefined;
  const to = [after, before].filter((key) => key !== undefined).sort()[0];
  for await (const item of queryAll(ports.view, { pk, order: "descending", from, to, limit: 200 })) {
    const { sk, since, until, near } = Row.parse(item);
    const seenByAtMost = positionOf(sk) + near * MINUTE;
    if (sk === after || seenByAtMost < lastSeen.from) continue;
    yield { sk, issue: sk.slice(sk.indexOf("#") + 1), since, until, seenByAtMost };
  }
}
