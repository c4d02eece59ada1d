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

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
