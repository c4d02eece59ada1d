import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { openStore } from "./lmdb-store.js";

const TIMES = 100;
/** Threads do not inherit what translates this one. */
const PROGRAM = `import("tsx/esm/api").then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("./raise-beside.ts", import.meta.url).href)});
});`;

const ended = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", resolve);
  });

test("two threads over one store lose no write of each other, and give no number of the feed twice", async () => {
  const path = mkdtempSync(join(tmpdir(), "faultline-"));
  const store = openStore({ path, region: "a", clock: Date });
  const counter = { pk: "counter", sk: "0" };
  await store.view.put({ ...counter, ver: 1 });
  expect(await store.view.get(counter)).toMatchObject({ ver: 1 });
  const { writes } = store;
  const begun = ["left", "right"].map(
    (name) => new Worker(PROGRAM, { eval: true, workerData: { path, name, times: TIMES, writes } }),
  );
  expect(await Promise.all(begun.map(ended))).toEqual([0, 0]);
  store.refresh();
  expect(await store.view.get(counter)).toMatchObject({ ver: 1 + 4 * TIMES });
  const told = store.log.feed.read(0, 10 * TIMES);
  expect(told.map(({ seq }) => seq)).toEqual(Array.from({ length: 4 * TIMES }, (_, place) => place + 1));
  expect(new Set(told.map(({ key }) => key.sk)).size).toBe(4 * TIMES);
  await store.close();
});
