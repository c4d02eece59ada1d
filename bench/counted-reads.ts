import type { Item, ViewTable } from "@faultline/service/ports";
import { itemBytes, readUnits } from "@faultline/service/table/item";
import { distinctKeys } from "@faultline/service/table/key-limits";
import { wrapTable } from "@faultline/service/table/wrap-table";

/** The same table, and the units that DynamoDB would count for what was read of it so far. */
export function countedReads(table: ViewTable): { readonly table: ViewTable; units(): number } {
  let units = 0;
  const bytes = (items: readonly Item[]): number => items.reduce((sum, item) => sum + itemBytes(item), 0);
  const counted: ViewTable = {
    ...wrapTable(table, (call) => call()),
    async get(key) {
      const item = await table.get(key);
      units += readUnits(itemBytes(item));
      return item;
    },
    async getMany(keys) {
      const items = await table.getMany(keys);
      for (const item of items) units += readUnits(itemBytes(item));
      units += distinctKeys(keys).length - items.length;
      return items;
    },
    async query(query) {
      const page = await table.query(query);
      units += readUnits(bytes(page.items));
      return page;
    },
    async scan(after) {
      const page = await table.scan(after);
      units += readUnits(bytes(page.items));
      return page;
    },
  };
  return { table: counted, units: () => units };
}
