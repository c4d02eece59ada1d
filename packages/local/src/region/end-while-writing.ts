import { openStore } from "../storage/lmdb-store.js";
import { endNow } from "./end-now.js";

// Writes, and ends itself in the middle of it: for a test that it does end.

const store = openStore({ path: process.argv[2] ?? "", region: "a", clock: Date });
const write = async (writer: number): Promise<void> => {
  for (let count = 0; ; count++) {
    await store.log.table.put({ pk: "k", sk: `${writer}.${count}` });
    if (writer === 0 && count === 50) setTimeout(() => endNow(new Error("it broke")), 1);
  }
};
await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
