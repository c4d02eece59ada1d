import type { Report } from "@faultline/core/report";
import { memoryTable } from "@faultline/testing/memory-table";
import { type MemoryRegion, memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import type { Item, Key, Ports } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { collect } from "../table/query-all.js";
import { scanAll } from "../table/scan-all.js";
import { describeView } from "./describe.js";
import { rebuild } from "./rebuild.js";
import { renewView } from "./renew-view.js";

const START = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;
const clock = virtualClock(START);

async function post(ports: Ports, reports: readonly Report[]): Promise<void> {
  const project = await ensureProject(ports, "shop");
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
}

const report = (id: string, type: string, timestamp?: number): Report => ({
  eventId: id,
  timestamp,
  level: "error",
  type,
  message: "it broke",
  exceptions: [],
  user: { id },
});

/** A region whose project's series lacks what one large request brought, as an earlier version left it. */
async function damaged(): Promise<MemoryRegion> {
  const region = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const { ports, settle } = region;
  await post(ports, [report("before", "T0", START - 1000)]);
  await settle();
  const { pk } = { pk: projectPartition("shop") };
  const rows = await everything(ports.view, (key) => key.pk === pk);
  const week = Array.from({ length: 1500 }, (_, place) =>
    report(`e${place}`, `T${place % 3}`, place % 50 === 0 ? undefined : START - (place / 1500) * 7 * DAY),
  );
  await post(ports, week);
  await settle();
  for (const item of await everything(ports.view, (key) => key.pk === pk)) await ports.view.delete(item);
  for (const item of rows) await ports.view.put(item);
  for (const item of await everything(ports.view, ({ sk }) => sk === SINGLE))
    await ports.view.put(asBefore(item));
  return region;
}

/** A row as it was before rows told of their format. */
function asBefore(item: Item): Item {
  const { v: _, rb: __, fl: ___, ...rest } = item;
  return { ...rest, pk: item.pk, sk: item.sk };
}

async function everything(table: Ports["view"], isMeant: (key: Key) => boolean): Promise<Item[]> {
  return (await collect(scanAll(table))).filter(isMeant);
}

async function rebuilt(ports: Ports) {
  const anew = { ...ports, view: memoryTable({ clock, hasFeed: false }).table };
  await rebuild(anew, () => undefined);
  return describeView(anew);
}

test("a view of an earlier version, damaged by a large request, heals and equals one made anew", async () => {
  const { ports } = await damaged();
  expect((await describeView(ports)).events).toBe(1);
  expect(await renewView(ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  const healed = await describeView(ports);
  expect(healed).toMatchObject({ events: 1501, broken: [] });
  expect(healed.lines).toEqual((await rebuilt(ports)).lines);
});

test("it goes on where it was stopped, whatever arrives meanwhile", async () => {
  const { ports, settle } = await damaged();
  let rounds = 0;
  while (!(await renewView(ports, { until: ports.clock.now() }))) {
    rounds += 1;
    await post(ports, [report(`meanwhile ${rounds}`, "T1", START), report(`timeless ${rounds}`, "T2")]);
    await settle();
  }
  expect(rounds).toBeGreaterThan(0);
  await settle();
  const healed = await describeView(ports);
  expect(healed).toMatchObject({ events: 1501 + 2 * rounds, broken: [] });
  expect(healed.lines).toEqual((await rebuilt(ports)).lines);
});

test("what the log no longer holds keeps its counts", async () => {
  const { ports, log } = await damaged();
  const before = await describeView(ports);
  for (const item of await everything(log.table, ({ pk }) => pk.startsWith("K#")))
    await log.table.delete(item);
  expect(await renewView(ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  expect(await describeView(ports)).toMatchObject({ events: before.events, broken: [] });
  const counts = async (): Promise<unknown[]> =>
    (await everything(ports.view, ({ pk, sk }) => pk.startsWith("I#") && sk === SINGLE)).map(({ n }) => n);
  expect(await counts()).toEqual(expect.arrayContaining([501, 500, 500]));
});

test("a view of this version is left alone", async () => {
  const { ports, units } = await damaged();
  await renewView(ports, { until: Number.POSITIVE_INFINITY });
  const { write } = units().view;
  expect(await renewView(ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  expect(units().view.write).toBe(write);
});
