import { workerData } from "node:worker_threads";
import * as z from "zod";
import { openStore } from "./lmdb-store.js";

// Raises a counter by swapping its row, and tells the log of each time: for a test of two threads that do so at once.

const { path, name, times, writes } = z
  .object({
    path: z.string(),
    name: z.string(),
    times: z.number(),
    writes: z.custom<Int32Array>((value) => value instanceof Int32Array),
  })
  .parse(workerData);
const store = openStore({ path, region: "a", clock: Date, writes });
const counter = { pk: "counter", sk: "0" };

async function raise(): Promise<void> {
  for (;;) {
    const { ver } = z.object({ ver: z.number() }).parse(await store.view.get(counter));
    const condition = { kind: "version", is: ver } as const;
    if ((await store.view.put({ ...counter, ver: ver + 1 }, condition)) === "written") return;
  }
}
const each = async (writer: number): Promise<void> => {
  for (let time = 0; time < times; time++) {
    await raise();
    await store.log.table.put({ pk: "raised", sk: `${name}.${writer}.${time}` });
  }
};
await Promise.all([each(0), each(1)]);
