import type { Item, Reads } from "../ports.js";

/** Every item of a table, page after page. */
export async function* scanAll(table: Pick<Reads, "scan">): AsyncGenerator<Item> {
  let after: Awaited<ReturnType<Reads["scan"]>>["next"];
  do {
    const page = await table.scan(after);
    yield* page.items;
    after = page.next;
  } while (after);
}
