import type { Item, Query, Reads } from "../ports.js";

/** Every item of a query, page after page. */
export async function* queryAll(table: Reads, query: Query): AsyncGenerator<Item> {
  let after = query.after;
  do {
    const page = await table.query({ ...query, after });
    yield* page.items;
    after = page.next;
  } while (after);
}

/** All items, or the first so many. */
export async function collect<T>(
  items: AsyncIterable<T>,
  most: number = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
    if (all.length === most) break;
  }
  return all;
}
