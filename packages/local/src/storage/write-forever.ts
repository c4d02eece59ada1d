import { openStore } from "./lmdb-store.js";

// Writes until it is killed, and prints the key of each write once it was acknowledged: for a test of durability.

const store = openStore({ path: process.argv[2] ?? "", region: "a", clock: Date });
const write = async (writer: number): Promise<void> => {
  for (let count = 0; ; count++) {
    const sk = `${writer}.${count}`;
    await store.log.table.put({ pk: "k", sk, filler: "x".repeat(500) });
    process.stdout.write(`${sk}\n`);
  }
};
await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
