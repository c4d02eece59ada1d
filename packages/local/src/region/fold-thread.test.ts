import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { METRICS } from "@faultline/service/metrics";
import { Unavailable } from "@faultline/service/ports";
import { describeView } from "@faultline/service/projection/describe";
import { ensureProject } from "@faultline/service/projects/projects";
import { expect, test } from "vitest";
import { openStore } from "../storage/lmdb-store.js";
import { reportTold, toldFault } from "./fold-messages.js";
import { foldThread } from "./fold-thread.js";
import { loneConfig } from "./lone-config.js";
import { regionPorts } from "./region-ports.js";
import { systemClock } from "./system-clock.js";
import { systemIds } from "./system-ids.js";

const REGION = "us-east-1";

async function region() {
  const config = loneConfig(mkdtempSync(join(tmpdir(), "faultline-")));
  const store = openStore({ path: join(config.dataFolder, REGION), region: REGION, clock: systemClock });
  const opened = { store, log: store.log.table, ids: systemIds(systemClock) };
  const ports = { ...(await regionPorts(config, opened)), print: () => undefined };
  let heard = (): void => undefined;
  const ended: unknown[] = [];
  const folding = foldThread(config, ports, {
    store,
    onFolded: () => heard(),
    onEnded: (error) => ended.push(error),
  });
  const post = async (events: number): Promise<void> => {
    const project = await ensureProject(ports, "shop");
    const reports = Array.from({ length: events }, () => ({
      level: "error" as const,
      type: "TypeError",
      message: "it broke",
      exceptions: [],
    }));
    await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
  };
  /** Until the view counts so many events. */
  const shown = async (events: number): Promise<void> => {
    while ((await describeView(ports)).events < events)
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
  };
  return { store, ports, folding, ended, post, shown };
}

test("what is received in one thread is folded in the other, and its figures are the region's", async () => {
  const { store, ports, folding, ended, post, shown } = await region();
  await post(3);
  await shown(3);
  await Promise.all(Array.from({ length: 20 }, () => post(5)));
  await shown(103);
  await folding.stop();
  expect(store.log.feed.cursor("reduce")).toBe(store.log.feed.read(0, 1000).at(-1)?.seq);
  expect(ports.meter.totals()[METRICS.changesReduced]).toBeGreaterThanOrEqual(21);
  expect(ended).toEqual([]);
  await store.close();
});

test("a thread that ends unasked says why", async () => {
  const folder = mkdtempSync(join(tmpdir(), "faultline-"));
  const config = loneConfig(folder);
  const store = openStore({ path: join(folder, "other"), region: REGION, clock: systemClock });
  const ports = await regionPorts(config, { store, log: store.log.table, ids: systemIds(systemClock) });
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  const why = await new Promise((resolve) => {
    foldThread({ ...config, dataFolder: file }, ports, {
      store,
      onFolded: () => undefined,
      onEnded: resolve,
    });
  });
  expect(why).toMatchObject({ code: "ENOTDIR" });
  await store.close();
});

test("a fault keeps its name on its way between threads, and one of a table that does not answer is not told", () => {
  const told = toldFault(new RangeError("too far"), "reduce");
  const reported: unknown[] = [];
  if (told)
    reportTold(
      (error, where) => reported.push([error instanceof Error && error.name, String(error), where]),
      told,
    );
  expect(reported).toEqual([["RangeError", "RangeError: too far", "reduce"]]);
  expect(toldFault(new Unavailable("busy"), "reduce")).toBeUndefined();
});
